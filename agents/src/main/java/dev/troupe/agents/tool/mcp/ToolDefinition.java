package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.tool.ModelView;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tool as its server describes it.
 *
 * @param json what a model or this program acts by, and therefore what is pinned
 */
record ToolDefinition(JsonNode json) {
  private static final List<String> PINNED =
      List.of("name", "title", "description", "inputSchema", "outputSchema", "annotations");

  private static final int CHARACTERS = 64 * 1024;
  private static final String KNOWN_DIALECTS =
      "https?://json-schema\\.org/draft(-0[4-7]|/2019-09|/2020-12)/schema#?";

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

  /** Why it is not offered, if it is not. */
  Optional<String> fault() {
    if (Json.write(json).length() > CHARACTERS) {
      return Optional.of("its definition has more than %d characters".formatted(CHARACTERS));
    }
    return refersElsewhere() ? Optional.of("its schema refers to another document") : unusable();
  }

  /** Done here once, because a model's turn or a call in which it fails would end with it. */
  private Optional<String> unusable() {
    try {
      hash();
      var _ = ModelView.of(new ToolSpec(name(), description(), inputSchema(), Effect.READS, true));
      return faultOfPatterns()
          .or(() -> JsonSchema.faultInUse(inputSchema()))
          .map("its definition cannot be used: "::concat);
    } catch (RuntimeException unusable) {
      return Optional.of("its definition cannot be used: " + unusable.getMessage());
    }
  }

  /** A model's text is searched with them. */
  private Optional<String> faultOfPatterns() {
    var patterns = new ArrayList<String>();
    addPatterns(patterns, inputSchema());
    return patterns.stream()
        .flatMap(pattern -> JsonSchema.faultOfPattern(pattern).stream())
        .findFirst();
  }

  /** At every depth, also within a property of that name. */
  private static void addPatterns(List<String> patterns, JsonNode node) {
    if (node.path("pattern").isTextual()) {
      patterns.add(node.path("pattern").textValue());
    }
    node.path("patternProperties").fieldNames().forEachRemaining(patterns::add);
    node.forEach(child -> addPatterns(patterns, child));
  }

  /** A server could make this program fetch any address, and change what a pin covers. */
  private boolean refersElsewhere() {
    var schema = json.path("inputSchema");
    var dialect = schema.path("$schema").asText("");
    return !(dialect.isEmpty() || dialect.matches(KNOWN_DIALECTS))
        || Stream.of("$ref", "$dynamicRef")
            .flatMap(key -> schema.findValues(key).stream())
            .anyMatch(reference -> !reference.asText("#").startsWith("#"));
  }

  /** Says the server. */
  boolean onlyReads() {
    return json.path("annotations").path("readOnlyHint").asBoolean(false);
  }

  String hash() {
    return CanonicalJson.sha256(json);
  }
}
