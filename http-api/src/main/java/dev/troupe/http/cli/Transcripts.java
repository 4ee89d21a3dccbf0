package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** An agent's conversation as text. */
final class Transcripts {
  private static final double MILLIS_PER_SECOND = 1000;

  private Transcripts() {}

  static void print(PrintStream out, JsonNode agent) {
    String name = agent.path("role").asText("agent") + " " + agent.path("agent").asText("");
    out.println("=== " + name.strip() + " ===");
    JsonNode messages = agent.path("messages");
    if (!messages.isArray()) {
      out.println(agent.toPrettyString());
      return;
    }
    for (JsonNode message : messages) {
      out.println("--- " + message.path("role").asText(message.path("type").asText()) + " ---");
      JsonNode text = message.has("text") ? message.path("text") : message.path("content");
      boolean asksOnly = message.has("toolCalls") && text.asText().isEmpty();
      if (!asksOnly) {
        out.println(text.isTextual() ? text.asText() : text.toPrettyString());
      }
      message
          .path("toolCalls")
          .forEach(call ->
              out.println(
                  "calls %s %s"
                      .formatted(call.path("name").asText(), call.path("arguments").asText())));
    }
    agent.path("calls").forEach(call -> out.println(line(call)));
    out.println();
  }

  /** {@code call 3:1, openai/gpt-5, 1.2 s, 120 tokens in, 34 out, prompt proven}. */
  private static String line(JsonNode call) {
    var request = call.path("request");
    return "call %d:%d, %s, %.1f s, %d tokens in, %d out%s"
        .formatted(
            call.path("assignment").asInt(),
            call.path("call").asInt(),
            call.path("model").asText(),
            call.path("latencyMs").asLong() / MILLIS_PER_SECOND,
            call.at("/usage/inputTokens").asLong(),
            call.at("/usage/outputTokens").asLong(),
            request.isObject() ? proof(request) : "");
  }

  private static String proof(JsonNode request) {
    return request.path("proven").asBoolean()
        ? ", prompt proven"
        : ", prompt not proven: " + request.path("doubt").asText();
  }
}
