package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpConnectionTest {
  /** Writes the answer to a request with this id. */
  private interface Answer {
    void write(HttpExchange exchange, long id) throws IOException;
  }

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final CountDownLatch pongs = new CountDownLatch(1);
  private final CountDownLatch changes = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private HttpConnection connection;
  private Answer answer = (exchange, id) -> json(exchange, 200, result(id, "{\"ok\":true}"));

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/mcp", this::handle);
    server.start();
    var url =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp?apiKey=secret");
    connection = new HttpConnection("far", url, Map.of("X-Key", "k"), 10_000, changes::countDown);
  }

  @AfterEach
  void stop() {
    end.countDown();
    connection.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void sends_what_is_configured_and_what_the_server_gave_it() throws Exception {
    assertThat(request().path("ok").asBoolean()).isTrue();
    connection.speaks("2025-06-18");
    assertThat(request().path("ok").asBoolean()).isTrue();
    assertThat(sent.get(0)).isEqualTo("POST key=k session=null version=null");
    assertThat(sent.get(1)).isEqualTo("POST key=k session=s-1 version=2025-06-18");
    connection.close();
    assertThat(sent.get(2)).startsWith("DELETE key=k session=s-1");
  }

  @Test
  void reads_an_answer_out_of_a_stream_of_events() throws Exception {
    answer =
        (exchange, id) -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          var events =
              ": a comment\n\n"
                  + "event: message\n"
                  + "data: {\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}\n\n"
                  + "data:"
                  + " {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\r\n\r\n"
                  + "data: not json\n\n"
                  + "data: {\"jsonrpc\":\"2.0\",\n"
                  + "data:  \"id\":"
                  + id
                  + ",\"result\":{\"n\":7}}\n\n";
          exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          await(end);
        };
    assertThat(request().path("n").asInt()).isEqualTo(7);
    assertThat(changes.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pongs.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void is_broken_by_a_stream_that_ends_without_the_answer() {
    answer =
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("data: {\"id\":".getBytes(StandardCharsets.UTF_8));
        };
    broken("ended too early");
  }

  @Test
  void is_broken_by_anything_but_success_and_by_what_is_no_message() {
    answer = (exchange, _) -> json(exchange, 404, "{}");
    broken("answered 404");
    answer = (exchange, _) -> json(exchange, 200, "<html>");
    broken("no message");
    answer = (exchange, id) -> json(exchange, 200, result(id + 1, "{}"));
    broken("no message");
  }

  @Test
  void knows_when_a_server_cannot_have_done_anything() {
    answer = (exchange, _) -> json(exchange, 401, "{}");
    assertThat(mayHaveWorked()).isFalse();
    answer = (exchange, _) -> json(exchange, 500, "{}");
    assertThat(mayHaveWorked()).isTrue();
    assertThat(connection.isOpen()).isTrue();
    server.stop(0);
    assertThat(mayHaveWorked()).isFalse();
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void is_over_when_the_server_has_ended_its_session() throws Exception {
    request();
    answer = (exchange, _) -> json(exchange, 404, "{}");
    assertThat(mayHaveWorked()).isFalse();
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void shows_no_key_of_its_url() {
    answer = (exchange, _) -> json(exchange, 429, "{}");
    assertThatThrownBy(this::request)
        .hasMessageEndingWith("/mcp answered 429")
        .hasMessageNotContaining("secret");
  }

  private boolean mayHaveWorked() {
    return catchThrowableOfType(McpBroken.class, this::request).mayHaveWorked();
  }

  @Test
  void follows_no_redirect() {
    answer =
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          json(exchange, 307, "{}");
        };
    broken("answered 307");
  }

  @Test
  void reads_no_more_than_it_may() {
    answer = (exchange, id) -> json(exchange, 200, result(id, "\"" + "x".repeat(10_000) + "\""));
    broken("more than 10000 bytes");
    answer =
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          var line = ("data: " + "x".repeat(900) + "\n").getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 100; i++) {
            exchange.getResponseBody().write(line);
          }
        };
    broken("more than 10000 bytes");
  }

  @Test
  void is_late_when_no_answer_comes_in_time() {
    answer = (_, _) -> await(end);
    assertThatThrownBy(() -> request(Duration.ofMillis(300))).isInstanceOf(TimeoutException.class);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void hands_on_a_refusal_and_stays_open() {
    answer =
        (exchange, id) ->
            json(
                exchange,
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"message\":\"no\"}}");
    assertThatThrownBy(this::request).isInstanceOf(McpRefused.class).hasMessage("no");
    assertThat(connection.isOpen()).isTrue();
  }

  private void broken(String why) {
    assertThatThrownBy(this::request).isInstanceOf(McpBroken.class).hasMessageContaining(why);
    assertThat(connection.isOpen()).as("one bad answer ends one request").isTrue();
  }

  private JsonNode request() throws Exception {
    return request(Duration.ofSeconds(20));
  }

  private JsonNode request(Duration within) throws Exception {
    return connection.request("tools/list", Json.MAPPER.createObjectNode(), within);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var message = Json.MAPPER.readTree(body);
      if (message.has("result")) {
        pongs.countDown();
      }
      if (message.has("method") || body.length == 0) {
        sent.add(line(exchange));
      }
      exchange.getResponseHeaders().set("Mcp-Session-Id", "s-1");
      if (message.path("method").asText().equals("tools/list")) {
        answer.write(exchange, message.path("id").asLong());
      } else {
        exchange.sendResponseHeaders(202, -1);
      }
    }
  }

  private static String line(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    return "%s key=%s session=%s version=%s"
        .formatted(
            exchange.getRequestMethod(),
            headers.getFirst("X-Key"),
            headers.getFirst("Mcp-Session-Id"),
            headers.getFirst("MCP-Protocol-Version"));
  }

  private static void json(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String result(long id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("the test did not end");
      }
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }
}
