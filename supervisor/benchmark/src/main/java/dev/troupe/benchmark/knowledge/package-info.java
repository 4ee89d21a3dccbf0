@NullMarked
package dev.troupe.benchmark.knowledge;

import org.jspecify.annotations.NullMarked;
