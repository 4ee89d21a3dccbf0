package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.persistence.Json;
import java.util.List;

/**
 * A tool as its server describes it.
 *
 * @param json what a model or this program acts by, and therefore what is pinned
 */
record ToolDefinition(JsonNode json) {
  private static final List<String> PINNED =
      List.of("name", "title", "description", "inputSchema", "outputSchema", "annotations");

  static ToolDefinition listed(JsonNode tool) {
    ObjectNode kept = Json.MAPPER.createObjectNode();
    PINNED.stream().filter(tool::has).forEach(key -> kept.set(key, tool.get(key)));
    return new ToolDefinition(kept);
  }

  String name() {
    return json.path("name").asText();
  }

  String description() {
    return json.path("description").asText(json.path("title").asText(name()));
  }

  JsonNode inputSchema() {
    var schema = json.path("inputSchema");
    return schema.isObject() ? schema : Json.parse("{\"type\": \"object\"}");
  }

  /** Says the server. */
  boolean onlyReads() {
    return json.path("annotations").path("readOnlyHint").asBoolean(false);
  }

  String hash() {
    return CanonicalJson.sha256(json);
  }
}
