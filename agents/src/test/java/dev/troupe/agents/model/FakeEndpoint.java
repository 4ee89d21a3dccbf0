package dev.troupe.agents.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that answers what a test wrote down, and keeps what it was sent. */
final class FakeEndpoint implements AutoCloseable {
  record Received(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  private record Answer(int status, Map<String, String> headers, String body) {}

  final List<Received> received = new CopyOnWriteArrayList<>();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile long delayMillis;

  FakeEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * A gateway with this endpoint for a provider, which is asked with the key {@code k-1}.
   *
   * @param retries a setting under {@code troupe.models.retries}
   */
  ModelGateway gateway(String provider, boolean stream, String retries) {
    var settings =
        ConfigFactory.parseString(
                """
                troupe.models.providers.%s { base-url = "%s", api-key = "k-1", stream = %s }
                troupe.models.retries.%s
                """
                    .formatted(provider, url(), stream, retries))
            .withFallback(ConfigFactory.load())
            .resolve();
    return ModelGateways.create(
        ModelSettings.of(settings), (_, _) -> "offline", threads, InstantSource.system());
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  FakeEndpoint answers(int status, String body) {
    return answers(status, Map.of(), body);
  }

  synchronized FakeEndpoint answers(int status, Map<String, String> headers, String body) {
    answers.add(new Answer(status, headers, body));
    return this;
  }

  FakeEndpoint says(String text) {
    return answers(200, completion(text, "stop"));
  }

  /** Every answer comes this late; whoever waits longer than the test is let go at its end. */
  FakeEndpoint after(long millis) {
    delayMillis = millis;
    return this;
  }

  static String completion(String text, String finishReason) {
    return """
    {"id":"c-1","object":"chat.completion","created":1700000000,"model":"stub-1",
     "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"%s"}],
     "usage":{"prompt_tokens":120,"completion_tokens":340,"total_tokens":460}}
    """
        .formatted(text, finishReason);
  }

  private synchronized Answer next() {
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  private void handle(HttpExchange exchange) throws IOException {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      received.add(
          new Received(
              exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
      var answer = next();
      if (delayMillis > 0) {
        var _ = closing.await(delayMillis, TimeUnit.MILLISECONDS);
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      atOnce.decrementAndGet();
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}
