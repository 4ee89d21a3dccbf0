package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** JSON between roles, read leniently and written in one fixed order. */
final class Shapes {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Shapes() {}

  static String text(JsonNode input, String field) {
    return input.path(field).asText("");
  }

  static List<String> texts(JsonNode input, String field) {
    var texts = new ArrayList<String>();
    for (var text : input.path(field)) texts.add(text.asText());
    return texts;
  }

  /** The elements of an array field that have the wanted shape. */
  static <T> List<T> list(JsonNode input, String field, Class<T> shape) {
    var elements = new ArrayList<T>();
    for (var node : input.path(field)) {
      if (node.isObject()) elements.add(read(node, shape));
    }
    return elements;
  }

  static <T> T read(JsonNode node, Class<T> shape) {
    try {
      return MAPPER.treeToValue(node, shape);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The input is no " + shape.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + value.getClass().getSimpleName(), e);
    }
  }
}
