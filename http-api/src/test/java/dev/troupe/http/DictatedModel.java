package dev.troupe.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenAI-compatible endpoint that streams what a test says, when it says it, one call a time.
 */
final class DictatedModel implements AutoCloseable {
  private static final String END = "[END]";
  private static final String CUT = "[CUT]";

  private final HttpServer server;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  DictatedModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  int calls() {
    return calls.get();
  }

  /** More of the answer; letters, digits and blanks only. */
  void writes(String text) {
    lines.add(text);
  }

  void ends() {
    lines.add(END);
  }

  /** The connection ends in the middle of the answer. */
  void breaksOff() {
    lines.add(CUT);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    calls.incrementAndGet();
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      send(
          exchange,
          "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
      for (var line = lines.take(); !line.equals(CUT); line = lines.take()) {
        if (line.equals(END)) {
          send(exchange, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
          send(exchange, "[DONE]");
          return;
        }
        send(
            exchange,
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}".formatted(line));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, String data) throws IOException {
    exchange.getResponseBody().write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
