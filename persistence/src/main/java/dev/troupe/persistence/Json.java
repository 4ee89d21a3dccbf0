package dev.troupe.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The one shared JSON mapper: instants and durations as ISO-8601 text.
 *
 * <p>Fields that a record does not know are ignored, because a stored record may come from a newer
 * release; an edge that refuses them derives a stricter reader. Numbers with a fraction become
 * doubles, not {@code BigDecimal}: that is what RFC 8785, JSONata and every client in JavaScript
 * read, so a value means the same everywhere. Whole numbers keep all their digits.
 */
public final class Json {

  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Parses one JSON text.
   *
   * @throws IllegalArgumentException naming line and column of what is not JSON
   */
  public static JsonNode parse(String text) {
    try {
      var json = MAPPER.readTree(text);
      if (json.isMissingNode()) {
        throw new IllegalArgumentException("Not JSON: the text is empty");
      }
      return json;
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("Not JSON: " + SyntaxFault.sentence(notJson), notJson);
    }
  }

  /** Compact JSON text; keys stay in the order they have. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(
          "No JSON form of a " + value.getClass().getName() + ": " + unwritable.getMessage(),
          unwritable);
    }
  }

  /** Compact JSON text in UTF-8. */
  public static byte[] bytes(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException("No JSON form: " + unwritable.getMessage(), unwritable);
    }
  }

  public static JsonNode toTree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads a record from its JSON form.
   *
   * @throws IllegalArgumentException naming the field that does not fit
   */
  public static <T> T fromTree(JsonNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException misfit) {
      throw new IllegalArgumentException(
          "Not a " + type.getSimpleName() + ": " + misfit.getMessage(), misfit);
    }
  }
}
