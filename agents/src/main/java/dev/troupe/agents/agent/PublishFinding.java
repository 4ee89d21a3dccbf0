package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Source;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The built-in tool {@code publish_finding}. What it makes known is an event beside its return;
 * here it is only looked at.
 */
final class PublishFinding implements Tool {
  static final String NAME = "publish_finding";

  private static final JsonNode SCHEMA =
      Json.parse(
          """
          {
            "type": "object",
            "properties": {
              "claim": {
                "type": "string", "minLength": 1, "maxLength": 600, "pattern": "\\\\S",
                "description": "one claim, understandable on its own"
              },
              "sources": {
                "type": "array", "minItems": 1, "maxItems": 4,
                "items": {
                  "type": "object",
                  "properties": {
                    "document": {
                      "type": "string", "minLength": 1, "maxLength": 200,
                      "description": "its name, or a page's address"
                    },
                    "passage": {"type": "string", "maxLength": 100, "description": "its id"},
                    "quote": {"type": "string", "maxLength": 300, "description": "word for word"}
                  },
                  "required": ["document"],
                  "additionalProperties": false
                },
                "description": "where it stands"
              },
              "confidence": {"type": "number", "minimum": 0, "maximum": 1},
              "contradicts": {
                "type": "array", "items": {"type": "string", "maxLength": 32}, "maxItems": 8,
                "description": "ids of findings that cannot be true if this one is; both are kept"
              }
            },
            "required": ["claim", "sources"],
            "additionalProperties": false
          }
          """);

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "Lets the others who work on the same task know what you have found, with its sources, and gives its id.",
        SCHEMA,
        ToolSpec.Effect.READS,
        false);
  }

  @Override
  public JsonNode call(ToolCall call, JsonNode input) {
    var finding = finding(input, Instant.EPOCH);
    if (finding.exceedsBound()) {
      throw new ToolFailure(
          "the finding is longer than %d bytes with its sources; say it more briefly"
              .formatted(Finding.BYTES_AT_MOST));
    }
    return Json.MAPPER.createObjectNode().put("finding", finding.id());
  }

  /** Without an author. */
  static Finding finding(JsonNode input, Instant at) {
    var sources = new ArrayList<Source>();
    for (var source : input.path("sources")) {
      sources.add(
          new Source(
              source.path("document").asText(),
              source.path("passage").textValue(),
              source.path("quote").textValue()));
    }
    var contradicts = new ArrayList<String>();
    input.path("contradicts").forEach(id -> contradicts.add(id.asText()));
    var confidence = input.path("confidence");
    return Finding.of(
        "",
        input.path("claim").asText(),
        List.copyOf(sources),
        confidence.isNumber() ? confidence.doubleValue() : null,
        contradicts,
        at);
  }
}
