package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two calls of one server at once, of which one goes wrong. */
@Timeout(60)
class HttpServerCallsTest {
  private static final ToolDefinition PAY =
      ToolDefinition.listed(Json.parse("{\"name\":\"pay\",\"inputSchema\":{\"type\":\"object\"}}"));

  private final CountDownLatch paying = new CountDownLatch(1);
  private final CountDownLatch paid = new CountDownLatch(1);
  private final AtomicInteger sessions = new AtomicInteger();
  private final SetClock clock = new SetClock();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile String tools = list(PAY.json().toString());
  private HttpServer http;
  private McpServer server;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
    server =
        new McpServer(
            McpServerTest.settings(
                "url = \"http://127.0.0.1:%d/mcp\", message-bytes = 100000"
                    .formatted(http.getAddress().getPort())),
            clock);
  }

  @AfterEach
  void stop() {
    paid.countDown();
    server.close();
    http.stop(0);
    threads.shutdownNow();
  }

  private JsonNode call(String what) throws Exception {
    var call = new ToolCall("default", "t", List.of(), 1, "t:1:1", clock.instant().plusSeconds(30));
    return server.call(PAY, call, Json.MAPPER.createObjectNode().put("what", what));
  }

  private Future<JsonNode> slowly() throws InterruptedException {
    var call = threads.submit(() -> call("slow"));
    paying.await();
    return call;
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "huge", "garbage", "500"})
  void a_bad_answer_to_one_leaves_the_other_alone(String what) throws Exception {
    var slow = slowly();

    assertThatThrownBy(() -> call(what))
        .isInstanceOfAny(ToolFailure.class, McpOutcomeUnknown.class);
    assertThat(call("quick").path("text").asText()).isEqualTo("quick");

    paid.countDown();
    assertThat(slow.get().path("text").asText()).isEqualTo("slow");
    assertThat(sessions).hasValue(1);
  }

  @Test
  void a_server_that_is_not_there_is_told_in_plain_words() {
    http.stop(0);

    assertThatThrownBy(() -> call("quick"))
        .hasMessageEndingWith("cannot be reached: nothing answers there");
  }

  @Test
  void a_lost_session_is_begun_anew_while_the_other_call_ends() throws Exception {
    var slow = slowly();

    assertThatThrownBy(() -> call("404")).isInstanceOf(ToolFailure.class);
    clock.move(Duration.ofSeconds(2));
    assertThat(call("quick").path("text").asText()).isEqualTo("quick");

    assertThat(sessions).hasValue(2);
    paid.countDown();
    assertThat(slow.get().path("text").asText()).isEqualTo("slow");
  }

  /** What it lists from then on may be another tool. */
  @Test
  void a_change_that_could_not_be_looked_at_is_looked_at_again() throws Exception {
    assertThat(call("changes").path("text").asText()).isEqualTo("changes");

    tools = "<html>";
    assertThatThrownBy(() -> call("quick")).isInstanceOf(ToolFailure.class);
    tools = list(PAY.json().toString().replace("object", "object\",\"title\":\"other"));
    clock.move(Duration.ofSeconds(2));

    assertThatThrownBy(() -> call("quick"))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("otherwise than when it was pinned");
  }

  private static String list(String tool) {
    return "{\"tools\":[" + tool + "]}";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var message = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      switch (message.path("method").asText()) {
        case "initialize" -> {
          exchange.getResponseHeaders().set("Mcp-Session-Id", "s-" + sessions.incrementAndGet());
          result(exchange, message, "{\"protocolVersion\":\"2025-06-18\"}");
        }
        case "tools/list" -> result(exchange, message, tools);
        case "tools/call" ->
            called(exchange, message, message.at("/params/arguments/what").asText());
        default -> exchange.sendResponseHeaders(202, -1);
      }
    }
  }

  private void called(HttpExchange exchange, JsonNode message, String what) throws IOException {
    switch (what) {
      case "404", "429", "500" -> answer(exchange, Integer.parseInt(what), "{}");
      case "huge" -> text(exchange, message, "x".repeat(200_000));
      case "garbage" -> answer(exchange, 200, "<html>");
      case "slow" -> {
        paying.countDown();
        try {
          paid.await();
        } catch (InterruptedException stopped) {
          throw new IOException(stopped);
        }
        text(exchange, message, what);
      }
      case "changes" -> {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var events =
            "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n"
                + "data: "
                + answered(message, content(what))
                + "\n\n";
        exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
      }
      default -> text(exchange, message, what);
    }
  }

  private static void text(HttpExchange exchange, JsonNode message, String text)
      throws IOException {
    result(exchange, message, content(text));
  }

  private static String content(String text) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
  }

  private static void result(HttpExchange exchange, JsonNode message, String result)
      throws IOException {
    answer(exchange, 200, answered(message, result));
  }

  private static String answered(JsonNode message, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + message.path("id") + ",\"result\":" + result + "}";
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
