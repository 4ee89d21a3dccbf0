/** The workflows of the folder {@code examples}, each to all of its ends, on time of its own. */
@NullMarked
package dev.troupe.testkit.examples;

import org.jspecify.annotations.NullMarked;
