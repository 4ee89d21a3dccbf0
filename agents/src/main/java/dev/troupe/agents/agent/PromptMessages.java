package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;

/** Messages of a prompt as JSON, {@code {role, text}} and what belongs to tools. Pure. */
final class PromptMessages {
  private PromptMessages() {}

  static void add(ArrayNode messages, ChatMessage message) {
    switch (message) {
      case SystemMessage system -> add(messages, "system", system.text());
      case UserMessage user -> add(messages, "user", user.singleText());
      case AiMessage assistant when assistant.hasToolExecutionRequests() ->
          addRequests(messages, assistant);
      case AiMessage assistant -> add(messages, "assistant", assistant.text());
      case ToolExecutionResultMessage result ->
          messages
              .addObject()
              .put("role", "tool")
              .put("name", result.toolName())
              .put("id", result.id())
              .put("text", result.text());
      default -> throw new IllegalStateException("No prompt holds a " + message.type());
    }
  }

  static void add(ArrayNode messages, String role, String text) {
    messages.addObject().put("role", role).put("text", text);
  }

  private static void addRequests(ArrayNode messages, AiMessage assistant) {
    var message = messages.addObject().put("role", "assistant");
    message.put("text", assistant.text() == null ? "" : assistant.text());
    var calls = message.putArray("toolCalls");
    for (var request : assistant.toolExecutionRequests()) {
      calls
          .addObject()
          .put("id", request.id())
          .put("name", request.name())
          .put("arguments", request.arguments());
    }
  }
}
