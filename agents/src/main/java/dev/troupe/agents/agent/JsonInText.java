package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the JSON in a model's text: models like to fence it, and to talk around it. */
final class JsonInText {
  private static final Pattern LIST =
      Pattern.compile("(?s)(?:^|\\R)[ \\t]*(\\[.*])[ \\t]*(?:\\R|$)");

  private JsonInText() {}

  static Optional<JsonNode> find(String text) {
    return Stream.of(text, between(text, '{', '}'), list(text))
        .flatMap(candidate -> parsed(candidate).stream())
        .filter(JsonNode::isContainerNode)
        .findFirst();
  }

  /** On lines of its own: the "[1]" of a sentence is no answer. */
  private static String list(String text) {
    var found = LIST.matcher(text);
    return found.find() ? found.group(1) : "";
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
