package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashSet;
import java.util.List;

/** The functions on arrays. */
final class Lists {
  /** The language's own bound of a range. */
  private static final int RANGE_AT_MOST = 1_000;

  private Lists() {}

  static ArrayNode of(Iterable<JsonNode> values) {
    var array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  static JsonNode partition(List<JsonNode> values) {
    var array = Parameters.array(values, 0);
    var size = Parameters.whole(values, 1);
    if (size < 1) {
      throw new IllegalArgumentException("the size of a part must be at least 1");
    }
    var parts = JsonNodeFactory.instance.arrayNode();
    ArrayNode part = null;
    for (var element : array) {
      if (part == null || part.size() >= size) {
        part = parts.addArray();
      }
      part.add(element);
    }
    return parts;
  }

  static JsonNode contains(List<JsonNode> values) {
    var found = false;
    for (var element : Parameters.array(values, 0)) {
      found |= element.equals(values.get(1));
    }
    return BooleanNode.valueOf(found);
  }

  static JsonNode range(List<JsonNode> values) {
    var first = Parameters.whole(values, 0);
    var last = Parameters.whole(values, 1);
    var step = Parameters.whole(values, 2);
    if (step == 0) {
      throw new IllegalArgumentException("the step must not be 0");
    }
    var range = JsonNodeFactory.instance.arrayNode();
    for (var number = first; step > 0 ? number <= last : number >= last; number += step) {
      if (range.size() == RANGE_AT_MOST) {
        throw new IllegalArgumentException(
            "a range has at most %d numbers".formatted(RANGE_AT_MOST));
      }
      range.add(IntrinsicFunction.whole(number));
    }
    return range;
  }

  static JsonNode item(List<JsonNode> values) {
    var array = Parameters.array(values, 0);
    var index = Parameters.whole(values, 1);
    if (index < 0 || index >= array.size()) {
      throw new IllegalArgumentException(
          "there is no element %d in an array of %d".formatted(index, array.size()));
    }
    return array.path((int) index);
  }

  static JsonNode unique(List<JsonNode> values) {
    var seen = new LinkedHashSet<JsonNode>();
    Parameters.array(values, 0).forEach(seen::add);
    return of(seen);
  }
}
