package dev.troupe.supervisor.workflow;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

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
  public double random() {
    return chance.nextDouble();
  }

  /** The next whole number from {@code from} to below {@code to}. */
  public long random(long from, long to) {
    return chance.nextLong(from, to);
  }

  /** A random UUID (version 4) of this decision's sequence. */
  public String uuid() {
    var high = (chance.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    var low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
