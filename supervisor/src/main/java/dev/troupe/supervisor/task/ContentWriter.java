package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns content into what an event says: what the journal already holds is referred to, be it the
 * very same node or a large copy of one, and only what is new is written.
 */
final class ContentWriter {
  /** The language's bound of one value. */
  static final int BYTES_AT_MOST = 256 * 1024;

  private final Contents contents;
  private @Nullable Parts results;
  private IdentityHashMap<Object, Likeness> likenesses = new IdentityHashMap<>(0);

  ContentWriter(Contents contents) {
    this.contents = contents;
  }

  /**
   * @throws EvaluationFailure if the content is larger than a workflow's value may be
   */
  Value write(JsonNode json) {
    var known = known(json);
    var bytes = known == null ? JsonSize.of(json) : known.bytes();
    if (bytes > BYTES_AT_MOST) {
      throw new EvaluationFailure(
          ErrorNames.DATA_LIMIT_EXCEEDED,
          "A value of %d bytes is larger than the %d bytes that a workflow's value may have."
              .formatted(bytes, BYTES_AT_MOST));
    }
    if (bytes < Parts.WORTH_A_REFERENCE_BYTES) {
      return Value.of(json);
    }
    if (known != null) {
      return known.place();
    }
    return compose(json, bytes);
  }

  private Value compose(JsonNode json, int bytes) {
    if (bytes >= Likeness.BYTES_AT_LEAST) {
      likenesses = Likeness.ofParts(json);
    }
    Map<String, Value.Reference> parts = new LinkedHashMap<>();
    var skeleton = skeleton(json, "", parts);
    var whole = parts.get("");
    if (whole != null) {
      return whole;
    }
    return parts.isEmpty() ? Value.of(json) : new Value.Composed(skeleton, parts);
  }

  @SuppressWarnings("ReferenceEquality") // Which node it is matters here, not what it says.
  private @Nullable Held known(JsonNode json) {
    for (var held : contents.held()) {
      if (identity(held.json()) == identity(json)) {
        return held;
      }
    }
    return null;
  }

  /** A text that went through an expression comes back in another node, but is the same string. */
  static Object identity(JsonNode json) {
    return json.isTextual() ? json.textValue() : json;
  }

  private JsonNode skeleton(JsonNode json, String pointer, Map<String, Value.Reference> parts) {
    var origin = find(json);
    if (origin != null) {
      parts.put(pointer, origin);
      return JsonNodeFactory.instance.nullNode();
    }
    if (json.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      json.properties()
          .forEach(member ->
              object.set(
                  member.getKey(),
                  skeleton(
                      member.getValue(), pointer + "/" + Parts.escape(member.getKey()), parts)));
      return object;
    }
    if (json.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode(json.size());
      for (var index = 0; index < json.size(); index++) {
        array.add(skeleton(json.path(index), pointer + "/" + index, parts));
      }
      return array;
    }
    return json;
  }

  /** The place of this very node, else of one that says the same. */
  private Value.@Nullable Reference find(JsonNode json) {
    if (json.isValueNode() && !json.isTextual()) {
      return null;
    }
    for (var held : contents.held()) {
      var place = held.parts().same(json);
      if (place != null) {
        return place;
      }
    }
    var ofResult = results().same(json);
    return ofResult == null ? alike(json) : ofResult;
  }

  private Value.@Nullable Reference alike(JsonNode json) {
    var likeness = likenesses.get(identity(json));
    if (likeness == null) {
      return null;
    }
    for (var held : contents.held()) {
      var place = held.parts().like(likeness);
      if (place != null) {
        return place;
      }
    }
    return results().like(likeness);
  }

  private Parts results() {
    if (results == null) {
      results = Parts.ofAll(contents.results().toList());
    }
    return results;
  }
}
