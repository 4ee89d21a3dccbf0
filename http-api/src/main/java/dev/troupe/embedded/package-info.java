/** Troupe inside another Java program, and workflows written in Java. */
@NullMarked
package dev.troupe.embedded;

import org.jspecify.annotations.NullMarked;
