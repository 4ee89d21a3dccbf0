package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the JSON in a model's text: models like to fence it, and to talk around it. */
final class JsonInText {
  private JsonInText() {}

  static Optional<JsonNode> find(String text) {
    return Stream.of(text, between(text, '{', '}'), between(text, '[', ']'))
        .flatMap(candidate -> parsed(candidate).stream())
        .filter(JsonNode::isContainerNode)
        .findFirst();
  }

  private static String between(String text, char open, char close) {
    int start = text.indexOf(open);
    int end = text.lastIndexOf(close);
    return start >= 0 && end > start ? text.substring(start, end + 1) : "";
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }
}
