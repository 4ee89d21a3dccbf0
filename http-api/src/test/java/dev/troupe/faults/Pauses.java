package dev.troupe.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that a fault lasts: here it is the subject, not a guess at when something is done. */
final class Pauses {
  private Pauses() {}

  static void of(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
