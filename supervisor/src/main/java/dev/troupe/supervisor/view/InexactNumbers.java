package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** Whole numbers that no double holds: workflows compute with doubles, and would alter them. */
final class InexactNumbers {
  private InexactNumbers() {}

  /** A JSON pointer to the first; empty if every number stays what it is. */
  static Optional<String> find(JsonNode json, String pointer) {
    if (json.isIntegralNumber()) {
      return isExact(json) ? Optional.empty() : Optional.of(pointer);
    }
    return json.isObject() ? inObject(json, pointer) : inArray(json, pointer);
  }

  private static boolean isExact(JsonNode number) {
    double rounded = number.doubleValue();
    // Beyond a double's range is another fault, found before.
    return Double.isInfinite(rounded)
        || new BigDecimal(rounded).compareTo(number.decimalValue()) == 0;
  }

  private static Optional<String> inObject(JsonNode object, String pointer) {
    return object.properties().stream()
        .flatMap(field -> find(field.getValue(), pointer + "/" + escape(field.getKey())).stream())
        .findFirst();
  }

  private static Optional<String> inArray(JsonNode array, String pointer) {
    for (int index = 0; index < array.size(); index++) {
      var found = find(array.get(index), pointer + "/" + index);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
