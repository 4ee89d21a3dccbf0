package dev.troupe.supervisor.task;

import java.util.function.LongSupplier;

/** The mean of what was counted in the last moments: between one and two windows of time. */
final class LastMean {
  private final long window;
  private final LongSupplier nanoTime;
  private long begun;
  private long sum;
  private int count;
  private long sumBefore;
  private int countBefore;

  /**
   * @param window in nanoseconds
   */
  LastMean(long window, LongSupplier nanoTime) {
    this.window = window;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  void add(long value) {
    roll();
    sum += value;
    count++;
  }

  /** 0 where there were fewer values than that. */
  long mean(int valuesAtLeast) {
    roll();
    var values = count + countBefore;
    return values < Math.max(1, valuesAtLeast) ? 0 : (sum + sumBefore) / values;
  }

  private void roll() {
    var now = nanoTime.getAsLong();
    var age = now - begun;
    if (age >= window) {
      sumBefore = age < 2 * window ? sum : 0;
      countBefore = age < 2 * window ? count : 0;
      begun = now;
      sum = 0;
      count = 0;
    }
  }
}
