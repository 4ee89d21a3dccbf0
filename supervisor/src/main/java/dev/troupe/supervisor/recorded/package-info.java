@NullMarked
package dev.troupe.supervisor.recorded;

import org.jspecify.annotations.NullMarked;
