package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tool as a model is told of it. */
public final class ModelView {
  private ModelView() {}

  /** What stands beside an object's properties is checked here, not by the provider. */
  public static ToolSpecification of(ToolSpec spec) {
    var schema = spec.inputSchema();
    var object = JsonObjectSchema.builder().addProperties(elements(schema.path("properties")));
    var required = new ArrayList<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    object.required(required);
    if (schema.path("additionalProperties").isBoolean()) {
      object.additionalProperties(schema.path("additionalProperties").booleanValue());
    }
    if (schema.path("$defs").isObject()) {
      object.definitions(elements(schema.path("$defs")));
    }
    return ToolSpecification.builder()
        .name(spec.name())
        .description(spec.description())
        .parameters(object.build())
        .build();
  }

  private static Map<String, JsonSchemaElement> elements(JsonNode named) {
    var elements = new LinkedHashMap<String, JsonSchemaElement>();
    named
        .properties()
        .forEach(entry ->
            elements.put(entry.getKey(), JsonRawSchema.from(Json.write(entry.getValue()))));
    return elements;
  }
}
