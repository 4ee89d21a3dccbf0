package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A state's own failure: an error name that Retry and Catch match, and one sentence. */
public final class EvaluationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String error;

  public EvaluationFailure(String error, String cause) {
    super(cause, null, false, false);
    this.error = error;
  }

  /** A JSONata expression that has no value, or one of a kind that its field cannot hold. */
  public static EvaluationFailure query(String cause) {
    return new EvaluationFailure(ErrorNames.QUERY_EVALUATION_ERROR, cause);
  }

  /** A path that leads nowhere, or to what its field cannot hold. */
  public static EvaluationFailure runtime(String cause) {
    return new EvaluationFailure(ErrorNames.RUNTIME, cause);
  }

  /**
   * @param expected the kind that the field needs
   */
  static EvaluationFailure unexpected(
      String source, String field, String expected, JsonNode value) {
    return query(
        "The JSONata expression '%s' specified for the field '%s' returned an unexpected result type. Expected '%s', but was '%s' for value: %s"
            .formatted(source, field, expected, kind(value), value));
  }

  private static String kind(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  public String error() {
    return error;
  }

  public String cause() {
    return String.valueOf(getMessage());
  }
}
