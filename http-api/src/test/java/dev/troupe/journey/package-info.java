/** The real program, started as a user starts it, killed and asked again. */
@NullMarked
package dev.troupe.journey;

import org.jspecify.annotations.NullMarked;
