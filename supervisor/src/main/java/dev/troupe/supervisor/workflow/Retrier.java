package dev.troupe.supervisor.workflow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often, and after what pause, a failed state is tried again. */
public record Retrier(
    List<String> errors,
    int intervalSeconds,
    int maxAttempts,
    double backoffRate,
    @Nullable Integer maxDelaySeconds) {

  /** The language's own bound of MaxDelaySeconds. */
  private static final double MAX_DELAY_SECONDS = 31_622_400;

  /**
   * @param retries how often this retrier was used in this visit of the state before
   */
  public Duration delay(int retries) {
    var seconds = intervalSeconds * Math.pow(backoffRate, retries);
    var bounded = Math.min(seconds, maxDelaySeconds == null ? MAX_DELAY_SECONDS : maxDelaySeconds);
    return Duration.ofMillis(Math.round(bounded * 1000));
  }

  public boolean covers(String error, boolean reportedByTask) {
    return ErrorNames.cover(errors, error, reportedByTask);
  }
}
