package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A function's arguments as what it needs them to be. */
final class Parameters {
  private Parameters() {}

  static JsonNode array(List<JsonNode> values, int index) {
    var value = values.get(index);
    if (!value.isArray()) {
      throw unfit(values, index, "an array");
    }
    return value;
  }

  static JsonNode object(List<JsonNode> values, int index) {
    var value = values.get(index);
    if (!value.isObject()) {
      throw unfit(values, index, "an object");
    }
    return value;
  }

  static String text(List<JsonNode> values, int index) {
    var value = values.get(index);
    if (!value.isTextual()) {
      throw unfit(values, index, "a string");
    }
    return value.textValue();
  }

  /** Halves are rounded up, as {@link Math#round(double)} does. */
  static long whole(List<JsonNode> values, int index) {
    var value = values.get(index);
    if (!value.isNumber()) {
      throw unfit(values, index, "a number");
    }
    return value.isIntegralNumber() ? value.longValue() : Math.round(value.doubleValue());
  }

  private static IllegalArgumentException unfit(List<JsonNode> values, int index, String expected) {
    return new IllegalArgumentException(
        "argument %d must be %s but is %s".formatted(index + 1, expected, values.get(index)));
  }
}
