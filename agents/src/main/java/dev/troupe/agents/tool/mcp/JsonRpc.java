package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.util.Optional;

/** Messages of JSON-RPC 2.0, as far as MCP uses them. */
final class JsonRpc {
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int SHOWN_CHARACTERS = 500;

  private JsonRpc() {}

  static ObjectNode request(long id, String method, JsonNode parameters) {
    return notification(method, parameters).put("id", id);
  }

  static ObjectNode notification(String method, JsonNode parameters) {
    return Json.MAPPER
        .createObjectNode()
        .put("jsonrpc", "2.0")
        .put("method", method)
        .set("params", parameters);
  }

  /** Empty for what is no message: some servers print other things where only messages may be. */
  static Optional<JsonNode> parse(byte[] text) {
    try {
      return Optional.of(Json.MAPPER.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("Bytes in memory can be read", impossible);
    }
  }

  static boolean isAnswer(JsonNode message) {
    return !message.has("method") && message.has("id");
  }

  static boolean answers(JsonNode message, long id) {
    return isAnswer(message) && message.path("id").asLong(-1) == id;
  }

  static JsonNode result(JsonNode answer) throws McpRefused {
    var error = answer.path("error");
    if (error.isObject()) {
      var said = error.path("message").asText("an error without a message");
      throw new McpRefused(
          said.length() <= SHOWN_CHARACTERS ? said : said.substring(0, SHOWN_CHARACTERS) + "...");
    }
    return answer.path("result");
  }

  /** To a server's own request: it may learn whether we are there, and nothing else. */
  static Optional<ObjectNode> reply(JsonNode message) {
    if (!message.has("method") || !message.has("id")) {
      return Optional.empty();
    }
    ObjectNode reply = Json.MAPPER.createObjectNode().put("jsonrpc", "2.0");
    reply.set("id", message.get("id"));
    if (message.path("method").asText().equals("ping")) {
      reply.putObject("result");
    } else {
      reply
          .putObject("error")
          .put("code", METHOD_NOT_FOUND)
          .put("message", "This client offers nothing but ping");
    }
    return Optional.of(reply);
  }
}
