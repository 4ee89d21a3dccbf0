@NullMarked
package dev.troupe.supervisor.task;

import org.jspecify.annotations.NullMarked;
