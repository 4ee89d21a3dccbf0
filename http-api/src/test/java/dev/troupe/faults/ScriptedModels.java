package dev.troupe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A model server as a process of its own: it answers after a while, asks for {@code
 * publish_finding} once where the role has it, and writes each answer into a ledger, synced, before
 * it goes out. {@code POST /fault/KIND} makes it fail from then on: {@code 429}, {@code 500},
 * {@code hang}, or {@code none}.
 */
final class ScriptedModels {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NONE = "none";
  private static final String HANG = "hang";
  private static final int BACKLOG = 512;

  private final FileChannel ledger;
  private final long latencyMillis;
  private volatile String fault = NONE;
  private volatile CountDownLatch healed = new CountDownLatch(0);

  private ScriptedModels(FileChannel ledger, long latencyMillis) {
    this.ledger = ledger;
    this.latencyMillis = latencyMillis;
  }

  /** Arguments: address, port, ledger file, milliseconds until an answer. */
  @SuppressWarnings("resource") // Both live as long as the process.
  public static void main(String[] arguments) throws IOException {
    var ledger = new RandomAccessFile(Path.of(arguments[2]).toFile(), "rw").getChannel();
    ledger.position(ledger.size());
    var models = new ScriptedModels(ledger, Long.parseLong(arguments[3]));
    var server =
        HttpServer.create(
            new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), BACKLOG);
    server.createContext("/fault/", models::change);
    server.createContext("/v1/chat/completions", models::complete);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    System.out.println("listening");
  }

  private void change(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var wanted = path.substring(path.lastIndexOf('/') + 1);
      var before = healed;
      healed = new CountDownLatch(wanted.equals(NONE) ? 0 : 1);
      fault = wanted;
      before.countDown();
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void complete(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = JSON.readTree(exchange.getRequestBody());
      var key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
      var at = Instant.now();
      switch (fault) {
        case NONE -> {
          TimeUnit.MILLISECONDS.sleep(latencyMillis);
          record(key.orElse("-"), at);
          send(exchange, 200, completion(request, key.orElse("-")));
        }
        case HANG -> healed.await();
        default ->
            send(
                exchange,
                Integer.parseInt(fault),
                JSON.createObjectNode()
                    .set("error", JSON.createObjectNode().put("message", "as told")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void record(String key, Instant at) throws IOException {
    var line = JSON.createObjectNode().put("key", key).put("at", at.toString());
    ledger.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    ledger.force(false);
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static ObjectNode completion(JsonNode request, String key) {
    var messages = request.path("messages");
    var hasPublished =
        messages.path(messages.size() - 1).path("role").asText().equals("tool")
            || request.path("tools").isEmpty();
    var message = JSON.createObjectNode().put("role", "assistant");
    if (hasPublished) {
      message.put("content", "Every step of call " + key + " is kept.");
    } else {
      var arguments = JSON.createObjectNode().put("claim", "Call " + key + " found this.");
      arguments
          .putArray("sources")
          .addObject()
          .put("document", "ledger.md")
          .put("passage", "p-1")
          .put("quote", "found this");
      message
          .putArray("tool_calls")
          .addObject()
          .put("id", "t-1")
          .put("type", "function")
          .putObject("function")
          .put("name", "publish_finding")
          .put("arguments", arguments.toString());
    }
    var completion = JSON.createObjectNode().put("id", "c-1").put("model", "m-1");
    completion
        .putArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", hasPublished ? "stop" : "tool_calls")
        .set("message", message);
    completion
        .putObject("usage")
        .put("prompt_tokens", 12)
        .put("completion_tokens", 8)
        .put("total_tokens", 20);
    return completion;
  }
}
