package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** An agent's conversation as text. */
final class Transcripts {
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
      out.println(text.isTextual() ? text.asText() : text.toPrettyString());
    }
    out.println();
  }
}
