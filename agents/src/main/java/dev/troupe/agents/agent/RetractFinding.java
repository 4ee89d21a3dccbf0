package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;

/**
 * The built-in tool {@code retract_finding}: an event beside its return. Of the same finding by
 * another agent nothing is taken back.
 */
final class RetractFinding implements Tool {
  static final String NAME = "retract_finding";
  static final String FINDING = "finding";

  private static final JsonNode SCHEMA =
      Json.parse(
          """
          {
            "type": "object",
            "properties": {
              "finding": {
                "type": "string", "minLength": 1, "maxLength": 32,
                "description": "the id of a finding that you have published"
              }
            },
            "required": ["finding"],
            "additionalProperties": false
          }
          """);

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "Takes back a finding that you have published and do not hold any more.",
        SCHEMA,
        ToolSpec.Effect.READS,
        false);
  }

  @Override
  public JsonNode call(ToolCall call, JsonNode input) {
    return Json.MAPPER.createObjectNode().put("retracted", input.path(FINDING).asText());
  }
}
