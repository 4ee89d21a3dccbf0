@NullMarked
package dev.troupe.benchmark;

import org.jspecify.annotations.NullMarked;
