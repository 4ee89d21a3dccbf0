package dev.troupe.agents.model;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * What belongs to one call but has no place in the model interface between the provider and the
 * transport: both run on the call's own thread.
 *
 * @param headers sent with the request
 */
record CallScope(Map<String, String> headers, Instant deadline) {
  static final ScopedValue<CallScope> CURRENT = ScopedValue.newInstance();

  Duration left(InstantSource clock) {
    return Duration.between(clock.instant(), deadline);
  }
}
