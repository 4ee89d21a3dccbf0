package dev.troupe.agents.agent;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.model.ToolCalls;
import dev.troupe.persistence.Json;
import java.util.List;

/** A reply that asks for tools, and what came of them, as a model is shown it again. Pure. */
final class ToolMessages {
  private ToolMessages() {}

  static void add(List<ChatMessage> messages, ModelReplied reply, List<ToolReturned> results) {
    messages.add(ToolCalls.message(reply.text(), reply.requests()));
    results.forEach(result -> messages.add(message(result)));
  }

  private static ToolExecutionResultMessage message(ToolReturned returned) {
    return ToolExecutionResultMessage.from(
        returned.toolCallId(), ToolCalls.name(returned.name()), text(returned));
  }

  static String text(ToolReturned returned) {
    var text = returned.error() == null ? result(returned) : "Error: " + returned.error();
    return returned.isFromOutside() ? FencedText.of(returned.name(), text) : text;
  }

  private static String result(ToolReturned returned) {
    var result = returned.result();
    if (result == null) {
      return "";
    }
    return result.isTextual() ? result.textValue() : Json.write(result);
  }
}
