package dev.troupe.supervisor.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a choice asks, in few words. */
final class Conditions {
  private static final List<String> TYPES = List.of("String", "Numeric", "Timestamp", "Boolean");
  private static final Map<String, String> SIGNS =
      Map.of(
          "Equals", "=",
          "LessThan", "<",
          "GreaterThan", ">",
          "LessThanEquals", "\u2264",
          "GreaterThanEquals", "\u2265",
          "Matches", "matches");

  private Conditions() {}

  static String text(JsonNode choice) {
    return choice.has("Condition") ? GraphReader.plain(choice.path("Condition")) : rule(choice);
  }

  private static String rule(JsonNode rule) {
    for (var member : rule.properties()) {
      switch (member.getKey()) {
        case "And" -> {
          return joined(member.getValue(), " and ");
        }
        case "Or" -> {
          return joined(member.getValue(), " or ");
        }
        case "Not" -> {
          return "not (" + rule(member.getValue()) + ")";
        }
        case "Next", "Comment", "Assign", "Variable" -> {}
        default -> {
          return rule.path("Variable").asText() + " " + asked(member.getKey(), member.getValue());
        }
      }
    }
    return "";
  }

  private static String joined(JsonNode rules, String word) {
    return rules
        .valueStream()
        .map(part -> part.has("And") || part.has("Or") ? "(" + rule(part) + ")" : rule(part))
        .collect(Collectors.joining(word));
  }

  private static String asked(String operator, JsonNode value) {
    if (operator.startsWith("Is")) {
      var kind = operator.substring(2).toLowerCase(Locale.ROOT);
      return (value.asBoolean() ? "is " : "is not ") + kind;
    }
    var byPath = operator.endsWith("Path");
    var name = byPath ? operator.substring(0, operator.length() - 4) : operator;
    for (var type : TYPES) {
      if (name.startsWith(type)) {
        name = name.substring(type.length());
      }
    }
    return SIGNS.getOrDefault(name, name) + " " + (byPath ? value.asText() : value.toString());
  }
}
