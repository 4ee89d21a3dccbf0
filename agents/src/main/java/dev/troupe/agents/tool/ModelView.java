package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A tool as a model is told of it: types, enums, what is required, and all other bounds in words,
 * behind the descriptions. That a field may be null is checked here alone.
 */
public final class ModelView {
  private static final String DEFINITIONS = "#/$defs/";
  private static final int CHARACTERS = 256 * 1024;

  private static final int DEPTH = 100;

  /** About what the marks around a part take. */
  private static final int OF_A_PART = 16;

  private int left = CHARACTERS;
  private int depth;

  private ModelView() {}

  /**
   * @throws IllegalArgumentException if a model would be told more than 256 Ki characters (a part
   *     that may be of several types is told once for each, and so is all that it holds), or things
   *     nested more than 100 deep
   */
  public static ToolSpecification of(ToolSpec spec) {
    return ToolSpecification.builder()
        .name(spec.name())
        .description(spec.description())
        .parameters(new ModelView().object(spec.inputSchema()))
        .build();
  }

  private void take(int characters) {
    left -= characters;
    if (left < 0) {
      throw new IllegalArgumentException(
          "a model would be told more than %d characters of its input".formatted(CHARACTERS));
    }
  }

  private JsonSchemaElement element(JsonNode schema) {
    take(OF_A_PART);
    if (++depth > DEPTH) {
      throw new IllegalArgumentException("its input is nested more than %d deep".formatted(DEPTH));
    }
    var element = within(schema);
    depth--;
    return element;
  }

  private JsonSchemaElement within(JsonNode schema) {
    var constants = texts(schema.path("enum"));
    if (!constants.isEmpty()) {
      return JsonEnumSchema.builder()
          .description(description(schema))
          .enumValues(constants)
          .build();
    }
    var choices = schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf");
    if (choices.isArray()) {
      return choice(schema, StreamSupport.stream(choices.spliterator(), false));
    }
    var reference = schema.path("$ref").asText();
    if (reference.startsWith(DEFINITIONS)) {
      return JsonReferenceSchema.builder()
          .reference(reference.substring(DEFINITIONS.length()))
          .build();
    }
    var types = types(schema.path("type"));
    return types.size() > 1
        ? choice(schema, types.stream().map(type -> ofType(schema, type)))
        : typed(schema, types.isEmpty() ? "" : types.getFirst());
  }

  private JsonSchemaElement typed(JsonNode schema, String type) {
    var description = description(schema);
    return switch (type) {
      case "object" -> schema.has("properties") ? object(schema) : raw(schema);
      case "array" ->
          JsonArraySchema.builder()
              .description(description)
              .items(element(schema.path("items")))
              .build();
      case "string" -> JsonStringSchema.builder().description(description).build();
      case "integer" -> JsonIntegerSchema.builder().description(description).build();
      case "number" -> JsonNumberSchema.builder().description(description).build();
      case "boolean" -> JsonBooleanSchema.builder().description(description).build();
      default -> raw(schema);
    };
  }

  private JsonSchemaElement choice(JsonNode schema, Stream<JsonNode> choices) {
    var elements =
        choices
            .filter(choice -> !choice.path("type").asText().equals("null"))
            .map(this::element)
            .toList();
    return elements.size() == 1
        ? elements.getFirst()
        : JsonAnyOfSchema.builder().description(description(schema)).anyOf(elements).build();
  }

  private static JsonNode ofType(JsonNode schema, String type) {
    ObjectNode one = Json.MAPPER.createObjectNode();
    schema.properties().forEach(entry -> one.set(entry.getKey(), entry.getValue()));
    return one.put("type", type);
  }

  private JsonObjectSchema object(JsonNode schema) {
    var object =
        JsonObjectSchema.builder()
            .description(description(schema))
            .addProperties(elements(schema.path("properties")))
            .required(texts(schema.path("required")));
    if (schema.path("additionalProperties").isBoolean()) {
      object.additionalProperties(schema.path("additionalProperties").booleanValue());
    }
    if (schema.path("$defs").isObject()) {
      object.definitions(elements(schema.path("$defs")));
    }
    return object.build();
  }

  private Map<String, JsonSchemaElement> elements(JsonNode named) {
    var elements = new LinkedHashMap<String, JsonSchemaElement>();
    named
        .properties()
        .forEach(entry -> {
          take(entry.getKey().length());
          elements.put(entry.getKey(), element(entry.getValue()));
        });
    return elements;
  }

  /**
   * Only what is neither list nor object: beside Pekko, whose Jackson module for Scala the
   * library's mapper finds, it reads those within a raw schema as Scala's, and writes {@code
   * {"empty":false}}.
   */
  private JsonSchemaElement raw(JsonNode schema) {
    var kept = Json.MAPPER.createObjectNode();
    schema
        .properties()
        .forEach(entry -> {
          if (entry.getValue().isValueNode()) {
            kept.set(entry.getKey(), entry.getValue());
          }
        });
    var written = Json.write(kept);
    take(written.length());
    return JsonRawSchema.from(written);
  }

  private List<String> types(JsonNode type) {
    return type.isTextual()
        ? List.of(type.textValue())
        : texts(type).stream().filter(name -> !name.equals("null")).distinct().toList();
  }

  private List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    for (var item : list) {
      if (item.isTextual()) {
        take(item.textValue().length());
        texts.add(item.textValue());
      }
    }
    return texts;
  }

  private @Nullable String description(JsonNode schema) {
    var said = schema.path("description").asText();
    var bounds = Bounds.of(schema);
    take(said.length() + bounds.length());
    if (bounds.isEmpty()) {
      return said.isEmpty() ? null : said;
    }
    return said.isEmpty() ? bounds : said + " (" + bounds + ")";
  }
}
