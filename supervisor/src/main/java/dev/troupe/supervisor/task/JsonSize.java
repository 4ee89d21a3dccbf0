package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;

/** How many bytes a value takes as compact JSON in UTF-8, near enough for bounds. */
final class JsonSize {
  private JsonSize() {}

  static int of(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> text(json.textValue());
      case OBJECT -> {
        var bytes = 2;
        for (var member : json.properties()) {
          bytes += text(member.getKey()) + 2 + of(member.getValue());
        }
        yield bytes;
      }
      case ARRAY -> {
        var bytes = 2;
        for (var element : json) {
          bytes += 1 + of(element);
        }
        yield bytes;
      }
      case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> json.asText().length();
    };
  }

  private static int text(String text) {
    var bytes = text.length() + 2;
    for (var index = 0; index < text.length(); index++) {
      var unit = text.charAt(index);
      if (unit >= 0x800 && !Character.isSurrogate(unit)) {
        bytes += 2;
      } else if (unit >= 0x80 || "\"\\\n\r\t\b\f".indexOf(unit) >= 0) {
        bytes += 1;
      } else if (unit < ' ') {
        bytes += 5;
      }
    }
    return bytes;
  }
}
