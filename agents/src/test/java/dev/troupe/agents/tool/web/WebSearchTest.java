package dev.troupe.agents.tool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSearchTest {
  private static final String ANSWER =
      """
      {"query": "q", "results": [
        {"title": "One", "url": "https://one.example/", "content": "first words", "score": 0.9},
        {"title": "Two", "url": "https://two.example/", "content": "second words", "score": 0.8},
        {"title": "Three", "url": "https://three.example/", "content": "third", "score": 0.7}]}
      """;

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = ANSWER;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/search",
        exchange -> {
          try (exchange) {
            bodies.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void is_not_there_unless_an_engine_is_named() {
    assertThat(WebTools.of(ConfigFactory.load(), transport(), InstantSource.system()).names())
        .containsExactly("fetch_url");
  }

  @Test
  void asks_the_engine_and_hands_out_what_it_found_within_bounds() {
    var found = search("results = 2, snippet-characters = 5", "queues and \"stacks\"");
    assertThat(found.path("results")).hasSize(2);
    assertThat(found.at("/results/0").toString())
        .isEqualTo("{\"title\":\"One\",\"url\":\"https://one.example/\",\"snippet\":\"first...\"}");
    var asked = Json.parse(bodies.getFirst());
    assertThat(asked.path("query").asText()).isEqualTo("queues and \"stacks\"");
    assertThat(asked.path("max_results").asInt()).isEqualTo(2);
  }

  @Test
  void tells_the_model_when_the_engine_refuses_and_never_the_key() {
    status = 401;
    answer = "{\"error\": \"bad key: secret-key\"}";
    assertThatThrownBy(() -> search("", "q"))
        .isInstanceOf(ToolFailure.class)
        .hasMessage("The search engine answered 401");
  }

  @Test
  void takes_an_answer_that_is_no_json_for_a_failure_of_the_tool() {
    answer = "<html>secret-key";
    assertThatThrownBy(() -> search("", "q"))
        .isInstanceOf(ToolFailure.class)
        .hasMessageNotContaining("secret-key");
  }

  @Test
  void refuses_an_answer_that_is_too_long() {
    answer = "\"" + "x".repeat(3_000) + "\"";
    assertThatThrownBy(() -> search("response-bytes = 2000", "q"))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("more than 2000 bytes");
  }

  @Test
  void refuses_an_empty_and_an_overlong_query() {
    assertThatThrownBy(() -> search("", " ")).isInstanceOf(ToolFailure.class);
    assertThatThrownBy(() -> search("", "x".repeat(401))).isInstanceOf(ToolFailure.class);
    assertThat(bodies).isEmpty();
  }

  @Test
  void refuses_a_configuration_that_cannot_work() {
    assertThatThrownBy(() -> tool("engine = altavista"))
        .hasMessageContaining("troupe.web.search.engine: \"altavista\" is not known");
    assertThatThrownBy(() -> tool("api-key = \"\""))
        .hasMessageContaining("troupe.web.search.api-key: tavily needs one");
    assertThatThrownBy(() -> tool("results = 0")).hasMessageContaining("search.results");
  }

  private JsonNode search(String settings, String query) {
    var call = new ToolCall("default", "t", List.of(), 1, "t:1:1", Instant.now().plusSeconds(30));
    try {
      return tool(settings).call(call, Json.MAPPER.createObjectNode().put("query", query));
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception checked) {
      throw new IllegalStateException(checked);
    }
  }

  private Tool tool(String settings) {
    var config =
        ConfigFactory.parseString("troupe.web.search { " + settings + " }")
            .withFallback(
                ConfigFactory.parseString(
                    "troupe.web.search { engine = tavily, api-key = secret-key, base-url = \"http://127.0.0.1:%d/\" }"
                        .formatted(server.getAddress().getPort())))
            .withFallback(ConfigFactory.load());
    return WebTools.of(config, transport(), InstantSource.system())
        .find("web_search")
        .orElseThrow();
  }

  /** The fake engine speaks no TLS. */
  private static WebTransport transport() {
    return new WebTransport(
        Resolver.OF_SYSTEM,
        () -> {
          try {
            return SSLContext.getDefault();
          } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none);
          }
        },
        InstantSource.system());
  }
}
