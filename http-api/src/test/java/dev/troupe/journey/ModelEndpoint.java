package dev.troupe.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An OpenAI-compatible endpoint that answers after a while and keeps a ledger of every call. */
public final class ModelEndpoint implements AutoCloseable {

  /**
   * One call: which task's, which role's, and whether the answer went out.
   *
   * @param key its idempotency key
   */
  public record Call(String task, String role, String key, Instant at, boolean answered) {}

  private final HttpServer server;
  private final List<Call> ledger = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile Duration latency;

  private ModelEndpoint(HttpServer server, Duration latency) {
    this.server = server;
    this.latency = latency;
  }

  public static ModelEndpoint start(Duration latency) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
      var endpoint = new ModelEndpoint(server, latency);
      server.createContext("/", endpoint::answer);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Writes a configuration that points the roles of workflow {@code bench} here. */
  public Path config(Path file) {
    var settings =
        Stream.of("researcher", "writer", "reviewer")
            .map(role ->
                "troupe.roles.bench-%1$s.base-url = \"%2$s/%1$s/v1\"".formatted(role, url()))
            .toList();
    try {
      return Files.write(file, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes from now on is answered so late; what is under way is answered as it was to be. */
  public void answerAfter(Duration other) {
    latency = other;
  }

  /** Calls that wait for their answer. */
  public int underWay() {
    return underWay.get();
  }

  /** The most calls that have waited at a time. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  public List<Call> ledger() {
    return List.copyOf(ledger);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var role = exchange.getRequestURI().getPath().split("/", 3)[1];
    var task = header(exchange, "X-Task");
    var key = header(exchange, "Idempotency-Key");
    exchange.getRequestBody().readAllBytes();
    var at = Instant.now();
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try (exchange) {
      TimeUnit.NANOSECONDS.sleep(latency.toNanos());
      var body = completion(role).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
      ledger.add(new Call(task, role, key, at, true));
    } catch (IOException e) {
      // The caller was killed while it waited: its answer never went out.
      ledger.add(new Call(task, role, key, at, false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("-");
  }

  private static String completion(String role) {
    return """
    {"id":"c-1","object":"chat.completion","created":1700000000,"model":"scripted",
     "choices":[{"index":0,"finish_reason":"stop",
       "message":{"role":"assistant","content":"Notes of the %s: every step is kept."}}],
     "usage":{"prompt_tokens":12,"completion_tokens":8,"total_tokens":20}}\
    """
        .formatted(role);
  }
}
