package dev.troupe.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a start spends its time on: with the environment variable {@code TROUPE_START_TIMES} each
 * step is a line on stderr, with the milliseconds since the launcher began and since the step
 * before it of the same thread.
 */
public final class StartTimes {
  /** Microseconds since 1970, as the launcher has them. */
  private static final String BEGAN = "troupe.start.began";

  private static final long BEGAN_MICROS = Long.getLong(BEGAN, 0);

  private StartTimes() {}

  /** Costs nothing where nobody asked. */
  public static void mark(String step) {
    if (BEGAN_MICROS > 0) {
      System.err.println(line(BEGAN_MICROS, Instant.now(), Thread.currentThread().getName(), step));
    }
  }

  static String line(long beganMicros, Instant now, @Nullable String thread, String step) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now) - beganMicros;
    return "start: %4d ms  %s  (%s)".formatted(micros / 1000, step, thread);
  }
}
