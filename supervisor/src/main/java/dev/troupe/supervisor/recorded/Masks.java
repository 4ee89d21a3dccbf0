package dev.troupe.supervisor.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.persistence.Json;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares a value with its recording, in which instants and the service's own names are masked.
 */
final class Masks {
  private static final Pattern INSTANT =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)");
  private static final Pattern TOKEN = Pattern.compile("<+task_token>?:\\d+>");
  private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z][a-z-]*(:\\d+)?>");

  private Masks() {}

  /** Numbers by value, objects without the order of their members. */
  static boolean same(JsonNode expected, JsonNode got, Set<String> tokens) {
    return normal(expected, tokens).equals(normal(got, tokens));
  }

  /** As texts, where a placeholder of the recording stands for anything. */
  static boolean sameCause(JsonNode expected, String got) {
    if (!expected.isTextual()) {
      return Json.parse(got).equals(expected);
    }
    var pattern = new StringBuilder();
    var at = 0;
    var placeholder = PLACEHOLDER.matcher(expected.textValue());
    while (placeholder.find()) {
      pattern.append(Pattern.quote(expected.textValue().substring(at, placeholder.start())));
      pattern.append(".*");
      at = placeholder.end();
    }
    pattern.append(Pattern.quote(expected.textValue().substring(at)));
    return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(got).matches();
  }

  private static JsonNode normal(JsonNode json, Set<String> tokens) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        var object = JsonNodeFactory.instance.objectNode();
        json.properties()
            .forEach(member -> object.set(member.getKey(), normal(member.getValue(), tokens)));
        yield object;
      }
      case ARRAY -> {
        var array = JsonNodeFactory.instance.arrayNode(json.size());
        json.forEach(element -> array.add(normal(element, tokens)));
        yield array;
      }
      case STRING -> TextNode.valueOf(text(json.textValue(), tokens));
      case NUMBER -> JsonNodeFactory.instance.numberNode(json.decimalValue().stripTrailingZeros());
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> json;
    };
  }

  private static String text(String text, Set<String> tokens) {
    var masked = INSTANT.matcher(TOKEN.matcher(text).replaceAll("token")).replaceAll("date");
    for (var token : tokens) {
      masked = masked.replace(token, "token");
    }
    return masked;
  }
}
