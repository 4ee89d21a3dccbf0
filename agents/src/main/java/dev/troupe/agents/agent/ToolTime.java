package dev.troupe.agents.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long a call of a tool may take.
 *
 * @param end of the call, its wait for a place and a question before it included
 * @param deadline after it nobody waits for anything that comes of it
 * @param timeout of a question behind the call
 */
record ToolTime(InstantSource clock, Instant end, Instant deadline, Duration timeout) {

  /** From now on. */
  static ToolTime of(InstantSource clock, Duration timeout, Instant deadline) {
    var end = clock.instant().plus(timeout);
    return new ToolTime(clock, end.isBefore(deadline) ? end : deadline, deadline, timeout);
  }

  Duration left() {
    return Duration.between(clock.instant(), end);
  }

  boolean isOver() {
    return !left().isPositive();
  }

  /** For a question whether a call took effect, whose own time may be over. */
  Duration leftToAsk() {
    var left = Duration.between(clock.instant(), deadline);
    return left.compareTo(timeout) < 0 ? left : timeout;
  }
}
