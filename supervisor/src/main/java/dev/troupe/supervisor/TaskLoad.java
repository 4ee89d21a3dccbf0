package dev.troupe.supervisor;

import java.time.Duration;

/**
 * What a node is at.
 *
 * @param underWay tasks in its memory that have not ended; what only waits for long has left it
 * @param refused submissions that it has not taken on, since it started
 * @param storing how long the store takes for a write of a new task at the moment
 */
public record TaskLoad(int underWay, long refused, Duration storing) {
  public static final TaskLoad NONE = new TaskLoad(0, 0, Duration.ZERO);
}
