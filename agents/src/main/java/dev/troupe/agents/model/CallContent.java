package dev.troupe.agents.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.persistence.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model was asked and answered, as the conventions write messages; told on request only. */
final class CallContent {
  private CallContent() {}

  static Map<String, Object> of(Prompt prompt, @Nullable ModelReply reply) {
    var content = new LinkedHashMap<String, Object>();
    ArrayNode asked = Json.MAPPER.createArrayNode();
    prompt.messages().forEach(message -> say(asked, role(message), text(message)));
    content.put("gen_ai.input.messages", Json.write(asked));
    if (reply != null) {
      ArrayNode answered = Json.MAPPER.createArrayNode();
      var said = say(answered, "assistant", reply.text());
      reply
          .toolCalls()
          .forEach(call ->
              said.withArray("parts")
                  .addObject()
                  .put("type", "tool_call")
                  .put("id", call.id())
                  .put("name", call.name())
                  .put("arguments", call.arguments()));
      content.put("gen_ai.output.messages", Json.write(answered));
    }
    return content;
  }

  private static ObjectNode say(ArrayNode messages, String role, String text) {
    ObjectNode message = messages.addObject().put("role", role);
    message.putArray("parts").addObject().put("type", "text").put("content", text);
    return message;
  }

  private static String role(ChatMessage message) {
    return switch (message) {
      case SystemMessage _ -> "system";
      case AiMessage _ -> "assistant";
      case ToolExecutionResultMessage _ -> "tool";
      default -> "user";
    };
  }

  private static String text(ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> system.text();
      case UserMessage user when user.hasSingleText() -> user.singleText();
      case AiMessage said when said.text() != null -> said.text();
      case ToolExecutionResultMessage result -> result.text();
      default -> "";
    };
  }
}
