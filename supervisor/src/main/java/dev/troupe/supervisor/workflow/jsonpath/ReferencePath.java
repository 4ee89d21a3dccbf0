package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a value where another is put: only names and indices, as in {@code $.a['b'][0]}.
 *
 * @param steps each a {@link String} or an {@link Integer}
 */
public record ReferencePath(String source, List<Object> steps) {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.([\\p{L}_][\\p{L}\\p{N}_-]*)|\\['((?:[^'\\\\]|\\\\.)*)'\\]|\\[\"((?:[^\"\\\\]|\\\\.)*)\"\\]|\\[(\\d{1,9})\\]");

  /**
   * @throws IllegalArgumentException saying what is wrong
   */
  public static ReferencePath compile(String source) {
    if (!source.startsWith("$")) {
      throw new IllegalArgumentException("A path begins with '$'.");
    }
    List<Object> steps = new ArrayList<>();
    var step = STEP.matcher(source).region(1, source.length());
    while (step.lookingAt()) {
      if (step.group(4) != null) {
        steps.add(Integer.valueOf(step.group(4)));
      } else {
        var name = step.group(1) != null ? step.group(1) : quoted(step.group(2), step.group(3));
        steps.add(name);
      }
      step.region(step.end(), source.length());
    }
    if (step.regionStart() != source.length()) {
      throw new IllegalArgumentException(
          "A place to put a result is named by names and indices only, as in $.a.b[0].");
    }
    return new ReferencePath(source, List.copyOf(steps));
  }

  private static String quoted(String single, String twice) {
    var name = single == null ? twice : single;
    return name.replaceAll("\\\\(.)", "$1");
  }

  /** The whole with the part in its place; what lies beside the way is shared, not copied. */
  public JsonNode put(JsonNode whole, JsonNode part) {
    return put(whole, 0, whole, part);
  }

  private JsonNode put(JsonNode whole, int depth, JsonNode at, JsonNode part) {
    if (depth == steps.size()) {
      return part;
    }
    return switch (steps.get(depth)) {
      case Integer index -> putAt(whole, depth, at, index, part);
      case Object name -> putUnder(whole, depth, at, name.toString(), part);
    };
  }

  private JsonNode putUnder(JsonNode whole, int depth, JsonNode at, String name, JsonNode part) {
    if (!at.isObject()) {
      throw mismatch(whole);
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll((ObjectNode) at);
    var next = at.get(name);
    var inside = next == null ? JsonNodeFactory.instance.objectNode() : next;
    copy.set(name, put(whole, depth + 1, inside, part));
    return copy;
  }

  private JsonNode putAt(JsonNode whole, int depth, JsonNode at, int index, JsonNode part) {
    if (!at.isArray() || index >= at.size()) {
      throw mismatch(whole);
    }
    ArrayNode copy = JsonNodeFactory.instance.arrayNode(at.size());
    copy.addAll((ArrayNode) at);
    copy.set(index, put(whole, depth + 1, at.path(index), part));
    return copy;
  }

  private EvaluationFailure mismatch(JsonNode whole) {
    return new EvaluationFailure(
        ErrorNames.RESULT_PATH_MATCH_FAILURE,
        "Unable to apply ReferencePath %s to input %s".formatted(source, whole));
  }
}
