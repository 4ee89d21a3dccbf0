package dev.troupe.agents.model;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The time since something happened first; of one thread. */
final class SinceFirst {
  private final InstantSource clock;
  private @Nullable Instant first;

  SinceFirst(InstantSource clock) {
    this.clock = clock;
  }

  void happens() {
    if (first == null) {
      first = clock.instant();
    }
  }

  /** Zero if it has not happened. */
  Duration elapsed() {
    return first == null ? Duration.ZERO : Duration.between(first, clock.instant());
  }
}
