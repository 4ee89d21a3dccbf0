@NullMarked
package dev.troupe.agents.counters;

import org.jspecify.annotations.NullMarked;
