package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/** The functions on strings and objects. */
final class Texts {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  /** The language's own bound of what is encoded, decoded or hashed. */
  private static final int CHARACTERS_AT_MOST = 10_000;

  private Texts() {}

  static JsonNode format(List<JsonNode> values) {
    var template = Parameters.text(values, 0);
    var text = new StringBuilder();
    var next = 1;
    for (var at = 0; at < template.length(); at++) {
      var character = template.charAt(at);
      if (character == '\\' && at + 1 < template.length()) {
        at++;
        text.append(template.charAt(at));
      } else if (template.startsWith("{}", at)) {
        if (next == values.size()) {
          throw new IllegalArgumentException("there are more places '{}' than arguments");
        }
        text.append(spoken(values.get(next)));
        next++;
        at++;
      } else {
        text.append(character);
      }
    }
    if (next != values.size()) {
      throw new IllegalArgumentException("there are more arguments than places '{}'");
    }
    return TextNode.valueOf(text.toString());
  }

  /** As the service prints a value: an object like Java's maps, strings without quotes. */
  private static String spoken(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        List<String> members = new ArrayList<>();
        value.properties().forEach(m -> members.add(m.getKey() + "=" + spoken(m.getValue())));
        yield "{" + String.join(", ", members) + "}";
      }
      case ARRAY -> {
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(spoken(element)));
        yield "[" + String.join(", ", elements) + "]";
      }
      case STRING, NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> value.asText();
    };
  }

  static JsonNode parse(List<JsonNode> values) {
    try {
      return STRICT.readTree(Parameters.text(values, 0));
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("argument 1 is not JSON", broken);
    }
  }

  static JsonNode encode(List<JsonNode> values) {
    var bytes = bounded(values).getBytes(StandardCharsets.UTF_8);
    return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
  }

  static JsonNode decode(List<JsonNode> values) {
    var bytes = Base64.getDecoder().decode(bounded(values));
    return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
  }

  static JsonNode hash(List<JsonNode> values) {
    var algorithm = Parameters.text(values, 1);
    var data = values.getFirst().isTextual() ? bounded(values) : values.getFirst().toString();
    if (!ALGORITHMS.contains(algorithm)) {
      throw new IllegalArgumentException(
          "argument 2 must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512");
    }
    try {
      var digest = MessageDigest.getInstance(algorithm);
      var hash = digest.digest(data.getBytes(StandardCharsets.UTF_8));
      return TextNode.valueOf(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(algorithm, absent);
    }
  }

  private static String bounded(List<JsonNode> values) {
    var text = Parameters.text(values, 0);
    if (text.length() > CHARACTERS_AT_MOST) {
      throw new IllegalArgumentException(
          "argument 1 has %d characters and may have %d"
              .formatted(text.length(), CHARACTERS_AT_MOST));
    }
    return text;
  }

  /** Shallow, the second wins: the language knows no deep merge yet. */
  static JsonNode merge(List<JsonNode> values) {
    var deep = values.get(2);
    if (!deep.isBoolean() || deep.booleanValue()) {
      throw new IllegalArgumentException("argument 3 must be false: objects are merged shallowly");
    }
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    merged.setAll((ObjectNode) Parameters.object(values, 0));
    merged.setAll((ObjectNode) Parameters.object(values, 1));
    return merged;
  }

  /** Each character of the second argument splits, and empty parts are left out. */
  static JsonNode split(List<JsonNode> values) {
    var parts = JsonNodeFactory.instance.arrayNode();
    var tokens = new StringTokenizer(Parameters.text(values, 0), Parameters.text(values, 1));
    while (tokens.hasMoreTokens()) {
      parts.add(tokens.nextToken());
    }
    return parts;
  }
}
