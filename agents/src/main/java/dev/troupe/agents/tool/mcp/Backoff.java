package dev.troupe.agents.tool.mcp;

import java.time.Duration;
import java.time.Instant;

/**
 * When a server that failed may be started again: after a second, and twice as long after each
 * further failure, up to five minutes.
 *
 * @param failures in a row
 */
record Backoff(int failures, Instant notBefore) {
  static final Backoff NONE = new Backoff(0, Instant.EPOCH);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 9;

  Backoff failed(Instant now) {
    var pause = Duration.ofSeconds(1L << Math.min(failures, DOUBLINGS));
    return new Backoff(failures + 1, now.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST));
  }

  boolean mayStart(Instant now) {
    return !now.isBefore(notBefore);
  }
}
