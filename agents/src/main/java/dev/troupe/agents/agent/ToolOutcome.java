package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of a call of a tool. */
sealed interface ToolOutcome {
  String UNKNOWN = "Tool.OutcomeUnknown";

  record Result(JsonNode json) implements ToolOutcome {}

  /**
   * @param text for the model
   */
  record Failed(String text) implements ToolOutcome {}

  /**
   * It may have changed something, or not.
   *
   * @param cause for a person
   */
  record Unknown(String cause) implements ToolOutcome {
    private static final int CHARACTERS_AT_MOST = 2_000;

    static Unknown of(String tool, String what) {
      var cause =
          "Nobody knows whether the tool %s has changed something: %s. Look there, then decide."
              .formatted(tool, what);
      return new Unknown(cause.substring(0, Math.min(cause.length(), CHARACTERS_AT_MOST)));
    }
  }
}
