@NullMarked
package dev.troupe.supervisor.workflow;

import org.jspecify.annotations.NullMarked;
