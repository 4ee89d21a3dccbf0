package dev.troupe.cluster;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whether this process has been without a processor for longer than the others of its cluster wait:
 * suspended, moved to another machine, in a pause of its own. Whoever was may be taken for dead,
 * and what it still believes to own may have a new owner.
 */
final class Suspension {
  private final long nanosAtMost;
  private final LongSupplier clock;
  private final Consumer<Duration> ended;
  private volatile long last;
  private boolean isTold;

  /**
   * @param atMost the longest time between two looks at the clock
   * @param clock nanoseconds that only grow
   * @param ended is told how long it was, once it is over, and only of the first
   */
  Suspension(Duration atMost, LongSupplier clock, Consumer<Duration> ended) {
    this.nanosAtMost = atMost.toNanos();
    this.clock = clock;
    this.ended = ended;
    this.last = clock.getAsLong();
  }

  /** To be called several times within the longest time, by one thread. */
  void look() {
    var now = clock.getAsLong();
    var gap = now - last;
    if (gap <= nanosAtMost) {
      last = now;
    } else if (!isTold) {
      // Suspected from here on: what ends the process may take a moment.
      isTold = true;
      ended.accept(Duration.ofNanos(gap));
    }
  }

  /** Also true in the moment between waking up and the next look, and from then on. */
  boolean isSuspected() {
    return clock.getAsLong() - last > nanosAtMost;
  }
}
