package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7386, section 2. What the patch does not name stays the same node. */
public final class MergePatch {
  private MergePatch() {}

  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    var result = JsonNodeFactory.instance.objectNode();
    if (target instanceof ObjectNode object) {
      result.setAll(object);
    }
    changes
        .properties()
        .forEach(change -> {
          var name = change.getKey();
          if (change.getValue().isNull()) {
            result.remove(name);
          } else {
            var before = result.path(name);
            result.set(name, apply(before, change.getValue()));
          }
        });
    return result;
  }
}
