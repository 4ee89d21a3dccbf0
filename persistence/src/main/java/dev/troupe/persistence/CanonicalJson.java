package dev.troupe.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The canonical text of a JSON value (RFC 8785), and the SHA-256 by which such values are named.
 *
 * <p>Every number is written as the double that ECMAScript reads it as; whole numbers beyond 2^53
 * round, as the RFC says, so identities belong into strings.
 */
public final class CanonicalJson {
  private static final HexFormat HEX = HexFormat.of();

  private CanonicalJson() {}

  /**
   * @throws IllegalArgumentException for what RFC 8785 has no form for: a number beyond a double's
   *     range, a lone surrogate, binary data
   */
  public static String write(JsonNode json) {
    var text = new StringBuilder();
    append(json, text);
    return text.toString();
  }

  /** SHA-256 of the canonical text's UTF-8 bytes, in lowercase hexadecimal. */
  public static String sha256(JsonNode json) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HEX.formatHex(digest.digest(write(json).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void append(JsonNode json, StringBuilder text) {
    switch (json.getNodeType()) {
      case OBJECT -> appendObject(json, text);
      case ARRAY -> appendArray(json, text);
      case STRING -> appendString(json.textValue(), text);
      case NUMBER -> text.append(EcmaScriptNumber.format(json.doubleValue()));
      case BOOLEAN, NULL -> text.append(json.asText());
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException(
              "A %s node has no JSON form; parse it from text first".formatted(json.getNodeType()));
    }
  }

  private static void appendObject(JsonNode json, StringBuilder text) {
    List<String> names = new ArrayList<>(json.size());
    json.fieldNames().forEachRemaining(names::add);
    // String.compareTo compares UTF-16 code units, which is the order that the RFC asks for.
    names.sort(String::compareTo);
    var separator = '{';
    for (var name : names) {
      text.append(separator);
      separator = ',';
      appendString(name, text);
      text.append(':');
      append(json.path(name), text);
    }
    text.append(names.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(JsonNode json, StringBuilder text) {
    text.append('[');
    for (var index = 0; index < json.size(); index++) {
      if (index > 0) {
        text.append(',');
      }
      append(json.path(index), text);
    }
    text.append(']');
  }

  private static void appendString(String string, StringBuilder text) {
    text.append('"');
    for (var index = 0; index < string.length(); index++) {
      var unit = string.charAt(index);
      switch (unit) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> appendUnit(string, index, unit, text);
      }
    }
    text.append('"');
  }

  private static void appendUnit(String string, int index, char unit, StringBuilder text) {
    if (unit < ' ') {
      text.append("\\u00").append(HEX.toHexDigits((byte) unit));
      return;
    }
    if (Character.isSurrogate(unit) && !inPair(string, index)) {
      throw new IllegalArgumentException(
          "A lone surrogate at index %d of a string is not Unicode text; remove it"
              .formatted(index));
    }
    text.append(unit);
  }

  private static boolean inPair(String string, int index) {
    return Character.isHighSurrogate(string.charAt(index))
        ? index + 1 < string.length() && Character.isLowSurrogate(string.charAt(index + 1))
        : index > 0 && Character.isHighSurrogate(string.charAt(index - 1));
  }
}
