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
 * Turns content into what an event says: what the journal already holds is referred to, by the
 * identity of its nodes, and only what is new is written.
 */
final class ContentWriter {
  /** The language's bound of one value. */
  static final int BYTES_AT_MOST = 256 * 1024;

  /** Below this a reference would save nothing. */
  private static final int WORTH_A_REFERENCE_BYTES = 128;

  /** A node of held content: its place is spelled out only when somebody refers to it. */
  private record Origin(@Nullable Origin parent, String step, Held root) {

    Value.Reference reference() {
      var path = new StringBuilder();
      for (var origin = this; origin.parent != null; origin = origin.parent) {
        path.insert(0, "/" + origin.step);
      }
      var place = root.place();
      return new Value.Reference(place.sequenceNumber(), place.field() + path);
    }
  }

  private final Contents contents;
  private final IdentityHashMap<Object, Origin> origins = new IdentityHashMap<>();

  ContentWriter(Contents contents) {
    this.contents = contents;
  }

  /**
   * @throws EvaluationFailure if the content is larger than a workflow's value may be
   */
  Value write(JsonNode json) {
    var bytes = JsonSize.of(json);
    if (bytes > BYTES_AT_MOST) {
      throw new EvaluationFailure(
          ErrorNames.DATA_LIMIT_EXCEEDED,
          "A value of %d bytes is larger than the %d bytes that a workflow's value may have."
              .formatted(bytes, BYTES_AT_MOST));
    }
    if (bytes < WORTH_A_REFERENCE_BYTES) {
      return Value.of(json);
    }
    for (var held : contents.held()) {
      if (isSame(held.json(), json)) {
        return held.place();
      }
    }
    return json.isContainerNode() ? compose(json) : refer(json);
  }

  @SuppressWarnings("ReferenceEquality") // Which node it is matters here, not what it says.
  private static boolean isSame(JsonNode one, JsonNode other) {
    return identity(one) == identity(other);
  }

  /** A text that went through an expression comes back in another node, but is the same string. */
  private static Object identity(JsonNode json) {
    return json.isTextual() ? json.textValue() : json;
  }

  private Value refer(JsonNode json) {
    var origin = origins().get(identity(json));
    return origin == null ? Value.of(json) : origin.reference();
  }

  private Value compose(JsonNode json) {
    var origin = origins().get(identity(json));
    if (origin != null) {
      return origin.reference();
    }
    Map<String, Value.Reference> parts = new LinkedHashMap<>();
    var skeleton = skeleton(json, "", parts);
    return parts.isEmpty() ? Value.of(json) : new Value.Composed(skeleton, parts);
  }

  private JsonNode skeleton(JsonNode json, String pointer, Map<String, Value.Reference> parts) {
    var origin = pointer.isEmpty() ? null : origins.get(identity(json));
    if (origin != null) {
      parts.put(pointer, origin.reference());
      return JsonNodeFactory.instance.nullNode();
    }
    if (json.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      json.properties()
          .forEach(member ->
              object.set(
                  member.getKey(),
                  skeleton(member.getValue(), pointer + "/" + escape(member.getKey()), parts)));
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

  private IdentityHashMap<Object, Origin> origins() {
    if (origins.isEmpty()) {
      contents.held().forEach(held -> index(held.json(), null, "", held));
    }
    return origins;
  }

  /** Returns the node's size, so that small ones are left out without being measured twice. */
  private int index(JsonNode json, @Nullable Origin parent, String step, Held root) {
    var origin = new Origin(parent, step, root);
    var bytes = json.isContainerNode() ? 2 : JsonSize.of(json);
    if (json.isObject()) {
      for (var member : json.properties()) {
        var name = member.getKey();
        bytes += name.length() + 4 + index(member.getValue(), origin, escape(name), root);
      }
    } else {
      for (var element = 0; element < json.size(); element++) {
        bytes += 1 + index(json.path(element), origin, String.valueOf(element), root);
      }
    }
    if (bytes >= WORTH_A_REFERENCE_BYTES) {
      origins.putIfAbsent(identity(json), origin);
    }
    return bytes;
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
