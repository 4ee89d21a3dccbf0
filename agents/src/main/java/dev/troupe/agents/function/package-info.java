@NullMarked
package dev.troupe.agents.function;

import org.jspecify.annotations.NullMarked;
