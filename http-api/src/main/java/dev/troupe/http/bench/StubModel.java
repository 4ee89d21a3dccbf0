package dev.troupe.http.bench;

import dev.troupe.persistence.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A language model that is none: {@code /{role}/v1/chat/completions} answers 2 KB of canned text
 * after a set time. A virtual thread serves each connection.
 */
final class StubModel implements AutoCloseable {
  /** The role that asks for tools. */
  static final String CALLER = "caller";

  private static final int BACKLOG = 16_384;
  private static final int LARGEST_HEAD = 64 * 1024;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<Integer> requestsOfCaller = new CopyOnWriteArrayList<>();
  private final int toolCalls;
  private volatile Duration latency;

  StubModel(Duration latency) throws IOException {
    this(latency, 0);
  }

  /**
   * @param toolCalls how often the role {@code caller} asks for a tool before it answers
   */
  StubModel(Duration latency, int toolCalls) throws IOException {
    this.latency = latency;
    this.toolCalls = toolCalls;
    this.server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    Thread.ofVirtual().name("stub-model").start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** For calls that begin from now on. */
  void answerAfter(Duration time) {
    latency = time;
  }

  /** Calls that are in and not answered. */
  int waiting() {
    return waiting.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed: the benchmark is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 8192);
      OutputStream out = socket.getOutputStream();
      while (true) {
        String head = HttpHead.read(in, LARGEST_HEAD);
        int length = HttpHead.contentLength(head.toLowerCase(Locale.ROOT));
        in.skipNBytes(length);
        pause();
        out.write(answer(role(head), length));
      }
    } catch (IOException e) {
      // The client is done with this connection.
    } finally {
      open.remove(socket);
    }
  }

  private void pause() {
    Duration time = latency;
    if (time.isZero()) {
      return;
    }
    waiting.incrementAndGet();
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static String role(String head) {
    int from = head.indexOf('/') + 1;
    return head.substring(from, Math.max(from, head.indexOf('/', from)));
  }

  private byte[] answer(String role, int length) {
    String body = role.equals(CALLER) ? nextOfCaller(length) : BODIES.get(role);
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + String.valueOf(body).length()
            + "\r\n\r\n"
            + body;
    return answer.getBytes(StandardCharsets.US_ASCII);
  }

  private String nextOfCaller(int length) {
    requestsOfCaller.add(length);
    int asked = requestsOfCaller.size();
    if (asked > toolCalls) {
      return body("DONE: ");
    }
    var arguments = "{\"query\": \"what state costs, question %d\"}".formatted(asked);
    var function = Map.of("name", "knowledge_search", "arguments", arguments);
    return body(
        "tool_calls",
        Map.of(
            "role",
            "assistant",
            "content",
            "",
            "tool_calls",
            List.of(Map.of("id", "call-" + asked, "type", "function", "function", function))));
  }

  /** The lengths of its requests' bodies in bytes, in the order in which they came. */
  List<Integer> requestsOfCaller() {
    return List.copyOf(requestsOfCaller);
  }

  private static final Map<String, String> BODIES =
      Map.of(
          "researcher", body("NOTES: "), "writer", body("DRAFT: "), "reviewer", body("APPROVED. "));

  private static String body(String word) {
    String text =
        word + "The durable supervisor keeps every step of the plan before it goes on. ".repeat(24);
    return body("stop", Map.of("role", "assistant", "content", text));
  }

  private static String body(String finish, Map<String, Object> message) {
    return Json.write(
        Map.of(
            "id",
            "chatcmpl-stub",
            "object",
            "chat.completion",
            "created",
            1_700_000_000,
            "model",
            "stub",
            "choices",
            List.of(Map.of("index", 0, "message", message, "finish_reason", finish)),
            "usage",
            Map.of("prompt_tokens", 120, "completion_tokens", 340, "total_tokens", 460)));
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      // It is given up either way.
    }
  }
}
