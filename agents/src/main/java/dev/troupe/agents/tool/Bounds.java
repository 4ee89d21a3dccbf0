package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a schema demands beyond types, in words, for a model whose provider takes types alone. */
final class Bounds {
  private static final List<String> KEYS =
      List.of(
          "const",
          "minimum",
          "exclusiveMinimum",
          "maximum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "default");

  private Bounds() {}

  /** As {@code minimum 1, maximum 10}; empty where there is nothing to say. */
  static String of(JsonNode schema) {
    var said = new ArrayList<String>();
    for (var key : KEYS) {
      var value = schema.get(key);
      if (value != null) {
        said.add(key + " " + (value.isTextual() ? value.textValue() : Json.write(value)));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      said.add("values: " + Json.write(schema.get("additionalProperties")));
    }
    return said.stream().collect(Collectors.joining(", "));
  }
}
