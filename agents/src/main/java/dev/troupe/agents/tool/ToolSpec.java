package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a model is told of a tool, and what the engine has to know.
 *
 * @param name lower case letters, digits and underscores
 * @param inputSchema JSON Schema of an object
 * @param untrusted its results are text from outside
 */
public record ToolSpec(
    String name, String description, JsonNode inputSchema, Effect effect, boolean untrusted) {

  /** What a call leaves behind. */
  public enum Effect {
    READS,
    CHANGES
  }
}
