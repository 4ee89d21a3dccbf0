package dev.troupe.agents.model;

import java.time.Duration;
import java.util.Optional;

/** What one try of a call failed with. */
sealed interface CallFault {
  ModelFailure failure();

  /** Another try would fail the same way. */
  record Final(ModelFailure failure) implements CallFault {}

  /**
   * @param retryAfter what the endpoint asked for
   */
  record Passing(ModelFailure failure, Optional<Duration> retryAfter) implements CallFault {}

  /** The step's time was over, whatever the endpoint was at: it had less than a call may take. */
  record OutOfTime(ModelFailure failure) implements CallFault {}

  /**
   * Held back on this side: it is no try, and is asked for again as long as one may be.
   *
   * @param retryAfter when that is worth it
   */
  record NotSent(ModelFailure failure, Optional<Duration> retryAfter) implements CallFault {}
}
