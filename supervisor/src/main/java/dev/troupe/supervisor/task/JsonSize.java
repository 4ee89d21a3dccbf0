package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** How many bytes a value takes as compact JSON in UTF-8, near enough for bounds. */
final class JsonSize {
  /** Bytes that a character takes beyond its first: this runs over every text of every step. */
  private static final byte[] ASCII_BEYOND = beyond();

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
      if (unit < ASCII_BEYOND.length) {
        bytes += ASCII_BEYOND[unit];
      } else if (!Character.isSurrogate(unit)) {
        bytes += unit < 0x800 ? 1 : 2;
      } else {
        bytes += 1;
      }
    }
    return bytes;
  }

  private static byte[] beyond() {
    var beyond = new byte[0x80];
    Arrays.fill(beyond, 0, ' ', (byte) 5);
    for (var escaped : "\"\\\n\r\t\b\f".toCharArray()) {
      beyond[escaped] = 1;
    }
    return beyond;
  }
}
