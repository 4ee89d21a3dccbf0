package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;

/** What was made of a model's text. */
public sealed interface Reading extends Meaning {
  record Sound(JsonNode output) implements Reading {}

  /**
   * @param fault for the model to read: what is wrong with its reply, and where
   */
  record Faulty(String fault) implements Reading {}
}
