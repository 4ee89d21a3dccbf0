package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a record, for a model to read. A component is required unless it is an {@code
 * Optional} or {@code @Nullable}; {@link Description} says what it means.
 */
final class RecordSchema {
  private static final int DEPTH_AT_MOST = 8;
  private static final Set<Class<?>> WHOLE =
      Set.of(
          int.class,
          long.class,
          short.class,
          Integer.class,
          Long.class,
          Short.class,
          BigInteger.class);
  private static final Set<Class<?>> NUMBERS =
      Set.of(double.class, float.class, Double.class, Float.class, BigDecimal.class);
  private static final Map<Class<?>, String> TEXT_FORMATS =
      Map.of(
          Instant.class,
          "date-time",
          LocalDate.class,
          "date",
          Duration.class,
          "duration",
          UUID.class,
          "uuid");

  private RecordSchema() {}

  /**
   * @throws IllegalArgumentException for what is no record, or has a component of a type that has
   *     no schema
   */
  static JsonNode of(Class<?> input) {
    if (!input.isRecord()) {
      throw new IllegalArgumentException(
          "%s is no record; a tool's input is one, its components are what the model fills in"
              .formatted(input.getName()));
    }
    return object(input, 0);
  }

  private static ObjectNode object(Class<?> type, int depth) {
    if (depth > DEPTH_AT_MOST) {
      throw new IllegalArgumentException(
          "%s holds itself, or more than %d records within each other; make the tool's input flatter"
              .formatted(type.getName(), DEPTH_AT_MOST));
    }
    var schema = typed("object");
    var properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (var component : type.getRecordComponents()) {
      properties.set(component.getName(), described(component, depth));
      if (isRequired(component)) {
        required.add(component.getName());
      }
    }
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode described(RecordComponent component, int depth) {
    var schema = schema(component.getGenericType(), depth);
    if (!isRequired(component)) {
      allowNull(schema);
    }
    var description = component.getAnnotation(Description.class);
    return description == null ? schema : schema.put("description", description.value());
  }

  /** Models often write null for what they leave out. */
  private static void allowNull(ObjectNode schema) {
    var type = schema.path("type");
    if (type.isTextual()) {
      schema.putArray("type").add(type.textValue()).add("null");
    }
    if (schema.get("enum") instanceof ArrayNode names) {
      names.addNull();
    }
  }

  private static boolean isRequired(RecordComponent component) {
    return component.getType() != Optional.class && !isNullable(component.getAnnotatedType());
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static ObjectNode schema(Type type, int depth) {
    return switch (type) {
      case Class<?> simple -> ofClass(simple, depth);
      case ParameterizedType of -> ofParameterized(of, depth);
      default -> throw unknown(type);
    };
  }

  private static ObjectNode ofClass(Class<?> type, int depth) {
    if (type == String.class) {
      return typed("string");
    } else if (type == boolean.class || type == Boolean.class) {
      return typed("boolean");
    } else if (WHOLE.contains(type)) {
      return typed("integer");
    } else if (NUMBERS.contains(type)) {
      return typed("number");
    } else if (TEXT_FORMATS.containsKey(type)) {
      return typed("string").put("format", TEXT_FORMATS.get(type));
    } else if (JsonNode.class.isAssignableFrom(type)) {
      return Json.MAPPER.createObjectNode();
    } else if (type.isEnum()) {
      return choice(type);
    } else if (type.isArray()) {
      return list(type.getComponentType(), depth);
    } else if (type.isRecord()) {
      return object(type, depth + 1);
    }
    throw unknown(type);
  }

  private static ObjectNode choice(Class<?> type) {
    var schema = typed("string");
    var names = schema.putArray("enum");
    for (var constant : type.getEnumConstants()) {
      names.add(((Enum<?>) constant).name());
    }
    return schema;
  }

  private static ObjectNode ofParameterized(ParameterizedType type, int depth) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return schema(arguments[0], depth);
    } else if (Collection.class.isAssignableFrom(raw)) {
      return list(arguments[0], depth);
    } else if (raw == Map.class && arguments[0] == String.class) {
      var schema = typed("object");
      schema.set("additionalProperties", schema(arguments[1], depth));
      return schema;
    }
    throw unknown(type);
  }

  private static ObjectNode list(Type items, int depth) {
    var schema = typed("array");
    schema.set("items", schema(items, depth));
    return schema;
  }

  private static ObjectNode typed(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }

  private static IllegalArgumentException unknown(Type type) {
    return new IllegalArgumentException(
        "No JSON Schema is known for %s; use text, numbers, booleans, enums, dates, lists, maps by text, JsonNode and records of these"
            .formatted(type.getTypeName()));
  }
}
