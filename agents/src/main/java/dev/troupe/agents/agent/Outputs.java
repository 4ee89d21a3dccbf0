package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;

/** Writes an output once: where the reply already is the output, the event only refers to it. */
final class Outputs {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  private Outputs() {}

  /**
   * @param sequence the journal's sequence number of the reply
   */
  static Value value(ModelReplied reply, long sequence, JsonNode output) {
    if (output.isTextual()) {
      return output.textValue().equals(reply.text())
          ? new Value.Reference(sequence, TEXT)
          : Value.of(output);
    }
    return isJsonOf(reply.text(), output) ? new Value.Reference(sequence, JSON) : Value.of(output);
  }

  static JsonNode resolve(Value output, Attempt.Open work) {
    return output.resolve((sequence, field) -> ofReply(work.replies().getLast(), field));
  }

  private static JsonNode ofReply(ModelReplied reply, String field) {
    return field.equals(TEXT) ? TextNode.valueOf(reply.text()) : Json.parse(reply.text());
  }

  private static boolean isJsonOf(String text, JsonNode output) {
    try {
      return Json.parse(text).equals(output);
    } catch (IllegalArgumentException notJson) {
      return false;
    }
  }
}
