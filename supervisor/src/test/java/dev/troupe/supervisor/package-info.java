@NullMarked
package dev.troupe.supervisor;

import org.jspecify.annotations.NullMarked;
