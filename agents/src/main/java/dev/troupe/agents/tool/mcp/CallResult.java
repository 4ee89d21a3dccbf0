package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.JsonText;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.List;

/** A tool's result in the words of MCP, as a model reads it. */
final class CallResult {
  /** What stands around the text. */
  private static final int KEYS_BYTES = 64;

  private CallResult() {}

  /**
   * @param bytes of the JSON that is returned; what is structured is left out where both do not fit
   * @return {@code {text, structured?, truncated?}}
   * @throws ToolFailure if the tool says that it failed
   */
  static JsonNode read(JsonNode result, int textCharacters, long bytes) {
    var text = text(result.path("content"));
    if (result.path("isError").asBoolean(false)) {
      throw new ToolFailure(shortened(text.isBlank() ? "The tool failed" : text, textCharacters));
    }
    var shown = text.substring(0, JsonText.endOfPiece(text, 0, textCharacters, bytes - KEYS_BYTES));
    var read = Json.MAPPER.createObjectNode().put("text", shown);
    if (shown.length() < text.length()) {
      read.put("truncated", true);
    }
    var structured = result.path("structuredContent");
    if (structured.isObject() && Json.write(structured).length() <= textCharacters) {
      read.set("structured", structured);
      if (Json.bytes(read).length > bytes) {
        read.remove("structured");
      }
    }
    return read;
  }

  private static String text(JsonNode content) {
    List<String> parts = new ArrayList<>();
    content.forEach(part -> parts.add(part(part)));
    return String.join("\n", parts);
  }

  private static String part(JsonNode part) {
    var type = part.path("type").asText();
    return switch (type) {
      case "text" -> part.path("text").asText();
      case "resource" -> resource(part.path("resource"));
      case "resource_link" ->
          "[%s: %s]".formatted(part.path("name").asText("a resource"), part.path("uri").asText());
      default -> "[%s %s, left out]".formatted(type, part.path("mimeType").asText());
    };
  }

  private static String resource(JsonNode resource) {
    return resource.has("text")
        ? resource.path("text").asText()
        : "[%s %s, left out]"
            .formatted(resource.path("uri").asText(), resource.path("mimeType").asText());
  }

  private static String shortened(String text, int atMost) {
    return text.length() <= atMost ? text : text.substring(0, atMost);
  }
}
