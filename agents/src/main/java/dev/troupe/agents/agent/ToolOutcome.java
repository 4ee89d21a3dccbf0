package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of a call of a tool. */
sealed interface ToolOutcome {
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
  record Unknown(String cause) implements ToolOutcome {}
}
