package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What the program's exit code says. */
public enum Exit {
  ANSWERED(0),
  FAILED(1),
  USAGE(2),
  NO_ANSWER_OR_UNAPPROVED(3),
  DATA_DIRECTORY_HELD(4),
  SERVER_UNREACHABLE(5),
  CANCELLED(130);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /**
   * Of an ended task, as {@code /result} shows it. A workflow that names no outcome has answered.
   */
  static Exit of(JsonNode result) {
    return switch (result.path("status").asText()) {
      case "completed" ->
          switch (result.path("outcome").asText("answered")) {
            case "no-answer", "unapproved", "unfinished" -> NO_ANSWER_OR_UNAPPROVED;
            default -> ANSWERED;
          };
      case "cancelled" -> CANCELLED;
      default -> FAILED;
    };
  }
}
