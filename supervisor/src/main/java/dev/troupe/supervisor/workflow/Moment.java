package dev.troupe.supervisor.workflow;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The time and the chance of one decision: both come in the command, so that the same command
 * evaluates to the same values.
 */
public final class Moment {
  private final Instant now;
  private final SplittableRandom chance;

  public Moment(Instant now, long seed) {
    this.now = now;
    this.chance = new SplittableRandom(seed);
  }

  public Instant now() {
    return now;
  }

  /** The next number in [0, 1) of this decision's sequence. */
  double random() {
    return chance.nextDouble();
  }
}
