package dev.troupe.supervisor.workflow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often, and after what pause, a failed state is tried again.
 *
 * @param jitter each pause is a random share of what it would be
 */
public record Retrier(
    List<String> errors,
    int intervalSeconds,
    int maxAttempts,
    double backoffRate,
    @Nullable Integer maxDelaySeconds,
    boolean jitter) {

  /** The language's own bound of MaxDelaySeconds. */
  private static final double MAX_DELAY_SECONDS = 31_622_400;

  /**
   * @param retries how often this retrier was used in this visit of the state before
   */
  public Duration delay(int retries, Moment moment) {
    var seconds = intervalSeconds * Math.pow(backoffRate, retries);
    var bounded = Math.min(seconds, maxDelaySeconds == null ? MAX_DELAY_SECONDS : maxDelaySeconds);
    var drawn = jitter ? bounded * moment.random() : bounded;
    return Duration.ofMillis(Math.round(drawn * 1000));
  }

  public boolean covers(String error, boolean reportedByTask) {
    return ErrorNames.cover(errors, error, reportedByTask);
  }
}
