package dev.troupe.embedded;

import org.jspecify.annotations.Nullable;

/**
 * One way out of a choice.
 *
 * @param condition JSONata, or null for all else
 */
public record Rule(@Nullable String condition, String next) {}
