package dev.troupe.persistence;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Content in an event: itself, or the place where the same journal already holds it, so that no
 * content is written twice.
 *
 * <p>JSON form: inline content is itself; a reference is <code>{"@ref":[17,"output"]}</code>;
 * composed content is <code>{"@parts":[{"draft":null},{"/draft":[17,"output"]}]}</code>. An inline
 * object with one field whose name begins with {@code @} is wrapped as {@code {"@inline":...}}, so
 * nothing that a user sends can pass for a reference. A missing field is read as Java's {@code
 * null}, a JSON {@code null} as inline content.
 */
@JsonSerialize(using = ValueJson.Writer.class)
@JsonDeserialize(using = ValueJson.Reader.class)
public sealed interface Value {

  /** Content up to this size is kept inline where it is needed again. */
  int INLINE_BYTES_AT_MOST = 4096;

  record Inline(JsonNode json) implements Value {}

  /**
   * The content of {@code field} in the event with this number of the same journal, or a part of
   * it: {@code output/claims/0} is the field's name and behind it a JSON pointer.
   */
  record Reference(long sequenceNumber, String field) implements Value {}

  /**
   * New content around old: {@code json} has a null wherever {@code parts}, by JSON pointer, says
   * what belongs there.
   */
  record Composed(JsonNode json, Map<String, Reference> parts) implements Value {}

  /** Where a reference leads. */
  @FunctionalInterface
  interface Contents {
    JsonNode at(long sequenceNumber, String field);
  }

  static Value of(JsonNode json) {
    return new Inline(json);
  }

  /**
   * Content that an earlier event holds: repeated if it is small, referred to if it is not.
   *
   * @param sequenceNumber of the event in the same journal whose {@code field} holds the content
   */
  static Value of(JsonNode json, long sequenceNumber, String field) {
    return Json.bytes(json).length <= INLINE_BYTES_AT_MOST
        ? new Inline(json)
        : new Reference(sequenceNumber, field);
  }

  default JsonNode resolve(Contents contents) {
    return switch (this) {
      case Inline(var json) -> json;
      case Reference(var sequenceNumber, var field) -> contents.at(sequenceNumber, field);
      case Composed(var json, var parts) -> {
        var whole = json.deepCopy();
        parts.forEach((pointer, part) -> put(whole, pointer, part.resolve(contents)));
        yield whole;
      }
    };
  }

  private static void put(JsonNode whole, String pointer, JsonNode part) {
    var place = JsonPointer.compile(pointer);
    switch (whole.at(place.head())) {
      case ObjectNode object -> object.set(place.last().getMatchingProperty(), part);
      case ArrayNode array -> array.set(place.last().getMatchingIndex(), part);
      default -> throw new IllegalStateException("No place %s in a value".formatted(pointer));
    }
  }
}
