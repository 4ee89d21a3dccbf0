package dev.troupe.supervisor.workflow;

import java.util.List;

/** The language's own errors, and which errors a list of error names covers. */
public final class ErrorNames {
  public static final String TIMEOUT = "States.Timeout";
  public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
  public static final String TASK_FAILED = "States.TaskFailed";
  public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
  public static final String RUNTIME = "States.Runtime";
  public static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
  public static final String QUERY_EVALUATION_ERROR = "States.QueryEvaluationError";
  public static final String INTRINSIC_FAILURE = "States.IntrinsicFailure";
  public static final String RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure";
  public static final String EXCEED_TOLERATED_FAILURE_THRESHOLD =
      "States.ExceedToleratedFailureThreshold";
  static final String ALL = "States.ALL";

  private ErrorNames() {}

  /**
   * A runtime error cannot be handled, not even by its own name.
   *
   * @param reportedByTask false for failures of the state itself, which States.TaskFailed leaves
   *     out
   */
  static boolean cover(List<String> names, String error, boolean reportedByTask) {
    return !error.equals(RUNTIME)
        && (names.contains(error)
            || names.contains(ALL)
            || (names.contains(TIMEOUT) && error.equals(HEARTBEAT_TIMEOUT))
            || (names.contains(TASK_FAILED) && reportedByTask && !error.equals(TIMEOUT)));
  }
}
