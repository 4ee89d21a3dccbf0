package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import java.util.Objects;

/** Writes an output once: where the reply already is the output, the event only refers to it. */
final class Outputs {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String JUDGED = "judging/output";

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

  /** What was approved. */
  static Value value(AgentEvent.Judging approved) {
    return approved.output() instanceof Value.Reference reference
        ? reference
        : new Value.Reference(approved.sequence(), JUDGED);
  }

  static JsonNode resolve(Value output, Attempt.Open work) {
    return resolve(output, work.replies().getLast());
  }

  static JsonNode resolve(Value output, ModelReplied reply) {
    return output.resolve((_, field) -> ofReply(reply, field));
  }

  private static JsonNode ofReply(ModelReplied reply, String field) {
    return switch (field) {
      case TEXT -> TextNode.valueOf(reply.text());
      case JUDGED -> resolve(Objects.requireNonNull(reply.judging()).output(), reply);
      default -> Json.parse(reply.text());
    };
  }

  private static boolean isJsonOf(String text, JsonNode output) {
    try {
      return Json.parse(text).equals(output);
    } catch (IllegalArgumentException notJson) {
      return false;
    }
  }
}
