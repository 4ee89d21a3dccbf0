@NullMarked
package dev.troupe.testkit;

import org.jspecify.annotations.NullMarked;
