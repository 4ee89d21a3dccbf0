package dev.troupe.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An OpenAI-compatible endpoint that asks for one tool, and says what it gave once it has that. */
final class AskingModel implements AutoCloseable {
  private final HttpServer server;
  private final String tool;
  private final JsonNode arguments;
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

  private AskingModel(HttpServer server, String tool, JsonNode arguments) {
    this.server = server;
    this.tool = tool;
    this.arguments = arguments;
  }

  static AskingModel of(String tool, JsonNode arguments) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      var model = new AskingModel(server, tool, arguments);
      server.createContext("/", model::answer);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /** The body of every call. */
  List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = Json.MAPPER.readTree(exchange.getRequestBody());
      asked.add(request);
      var last = request.path("messages").path(request.path("messages").size() - 1);
      var message = Json.MAPPER.createObjectNode().put("role", "assistant");
      if (last.path("role").asText().equals("tool")) {
        message.put("content", "It gave " + last.path("content").asText());
      } else {
        var call = message.putArray("tool_calls").addObject().put("id", "t-1");
        call.put("type", "function")
            .putObject("function")
            .put("name", tool)
            .put("arguments", Json.write(arguments));
      }
      send(exchange, message);
    }
  }

  private static void send(HttpExchange exchange, JsonNode message) throws IOException {
    var answer = Json.MAPPER.createObjectNode().put("id", "c-1").put("model", "m-1");
    answer
        .putArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", message.has("tool_calls") ? "tool_calls" : "stop")
        .set("message", message);
    var body = Json.bytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
