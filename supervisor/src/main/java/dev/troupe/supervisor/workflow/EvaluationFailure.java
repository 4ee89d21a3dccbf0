package dev.troupe.supervisor.workflow;

/** A state's own failure: an error name that Retry and Catch match, and one sentence. */
public final class EvaluationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An expression that has no value, or one of a kind that its field cannot hold. */
  static final String QUERY = "States.QueryEvaluationError";

  private final String error;

  public EvaluationFailure(String error, String cause) {
    super(cause, null, false, false);
    this.error = error;
  }

  static EvaluationFailure query(String cause) {
    return new EvaluationFailure(QUERY, cause);
  }

  public String error() {
    return error;
  }

  public String cause() {
    return String.valueOf(getMessage());
  }
}
