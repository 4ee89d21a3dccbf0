package dev.troupe.journey;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenAI-compatible endpoint that gives its answers in their order, and keeps the body of every
 * request by its idempotency key.
 */
final class PromptLedger implements AutoCloseable {
  private final HttpServer server;
  private final List<String> messages;
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final CountDownLatch hung = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int hangsAt;

  /**
   * @param messages of the assistant, as JSON, one for each key
   * @param hangsAt the number of the key, from 1, whose first request is never answered
   */
  PromptLedger(List<String> messages, int hangsAt) {
    this.messages = messages;
    this.hangsAt = hangsAt;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** A message of the assistant. */
  static String says(String content) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("role", "assistant")
        .put("content", content)
        .toString();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** By key; of a request that came twice, the last. */
  Map<String, String> bodies() {
    return Map.copyOf(bodies);
  }

  /** How many came in all, with those that came twice. */
  int requests() {
    return requests.get();
  }

  void awaitHanging() {
    try {
      if (!hung.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no request " + hangsAt + " came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      bodies.put(key, body);
      requests.incrementAndGet();
      int number = bodies.size();
      if (number == hangsAt) {
        hangsAt = 0;
        hung.countDown();
        closing.await();
        return;
      }
      var answer = completion(messages.get(number - 1)).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String completion(String message) {
    return """
    {"id":"c-1","object":"chat.completion","created":1700000000,"model":"scripted-2",
     "choices":[{"index":0,"finish_reason":"%s","message":%s}],
     "usage":{"prompt_tokens":12,"completion_tokens":8,"total_tokens":20}}\
    """
        .formatted(message.contains("tool_calls") ? "tool_calls" : "stop", message);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
