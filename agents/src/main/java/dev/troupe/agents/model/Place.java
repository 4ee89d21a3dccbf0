package dev.troupe.agents.model;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.troupe.persistence.Json;
import java.util.regex.Pattern;

/**
 * Where a protocol says a thing about an answer; what reads the same elsewhere, in a tool's
 * arguments for instance, is the model's.
 *
 * @param likely a cheap look: what does not have it is not parsed
 */
record Place(Pattern likely, JsonPointer pointer) {

  static Place of(String likely, String pointer) {
    return new Place(Pattern.compile(likely), JsonPointer.compile(pointer));
  }

  /** Missing where nothing stands there. */
  JsonNode in(String message) {
    if (!likely.matcher(message).find()) {
      return MissingNode.getInstance();
    }
    try {
      return Json.parse(message).at(pointer);
    } catch (IllegalArgumentException notJson) {
      return MissingNode.getInstance();
    }
  }
}
