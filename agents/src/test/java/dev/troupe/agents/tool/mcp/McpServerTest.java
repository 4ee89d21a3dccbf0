package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class McpServerTest {
  private static final ToolDefinition ECHO =
      ToolDefinition.listed(
          Json.parse(
              "{\"name\":\"echo\",\"description\":\"Echoes\",\"inputSchema\":{\"type\":\"object\"},\"annotations\":{\"readOnlyHint\":true}}"));

  private final SetClock clock = new SetClock();
  private final List<McpServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(McpServer::close);
  }

  @Test
  void lists_and_calls_the_tools_of_a_process() throws Exception {
    var server = server("well", "");
    assertThat(server.look()).extracting(ToolDefinition::name).containsExactly("echo", "put-it");
    assertThat(server.look()).first().isEqualTo(ECHO);
    assertThat(call(server).path("text").asText())
        .contains("'name':'echo'", "'arguments':{'a':1}", "'dev.troupe/idempotency-key':'t:1:1'");
  }

  @Test
  void offers_only_what_the_configuration_names() throws Exception {
    assertThat(server("well", "tools = [\"put-*\"]").look())
        .extracting(ToolDefinition::name)
        .containsExactly("put-it");
  }

  @ParameterizedTest
  @CsvSource({
    "tool-fails, no such row",
    "refuses, refuses the call: bad row",
    "dies-at-start, its process ended with exit code 3",
    "only-noise, lines that are no messages",
    "from-the-future, '\"2099-01-01\" of MCP'",
    "without-echo, has no tool echo any more",
    "described-otherwise, ./troupe mcp pin fake",
  })
  void is_a_failure_of_the_tool_when_a_server(String mode, String said) {
    var server = server(mode, "message-bytes = 100000, call-timeout = 1 s");
    assertThatThrownBy(() -> call(server))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    "dies-at-call, exit code 4; whether it did its work is not known",
    "huge, more than 100000 bytes at once; whether it did its work is not known",
    "late, did not answer in time; whether it did its work is not known",
    "hang, did not answer in time",
  })
  void is_not_known_what_a_server_has_done_that(String mode, String said) {
    var server = server(mode, "message-bytes = 100000, call-timeout = 1 s");
    assertThatThrownBy(() -> call(server))
        .isInstanceOf(McpOutcomeUnknown.class)
        .hasMessageContaining(said);
  }

  @Test
  void does_not_wait_for_ever_for_a_server_that_says_nothing() {
    assertThatThrownBy(() -> call(server("silent", "start-timeout = 1 s")))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("did not begin within 1 s");
  }

  @Test
  void overhears_what_is_no_message() throws Exception {
    assertThat(call(server("noise", "")).path("text").asText()).contains("'echo'");
  }

  @Test
  void overhears_ever_more_of_it_as_long_as_messages_come_too() throws Exception {
    var server = server("chatters", "");
    for (int call = 0; call < 3; call++) {
      assertThat(call(server).path("text").asText()).isEqualTo("done");
    }
  }

  @Test
  void leaves_out_a_tool_whose_definition_has_no_canonical_form() throws Exception {
    assertThat(server("no-canonical-form", "").look())
        .extracting(ToolDefinition::name)
        .containsExactly("put-it");
  }

  @Test
  void refuses_what_a_server_asks_of_it_and_goes_on() throws Exception {
    assertThat(call(server("asks-back", "")).path("text").asText()).isEqualTo("asked");
  }

  @Test
  void is_started_again_after_a_pause_that_grows() throws Exception {
    var server = server("dies-at-call", "");
    assertThatThrownBy(() -> call(server)).hasMessageContaining("exit code 4");
    assertThatThrownBy(() -> call(server))
        .hasMessageContaining(
            "it has failed (1 in a row) and is started again in 2 s at the earliest");
    clock.move(Duration.ofSeconds(1));
    assertThatThrownBy(() -> call(server)).hasMessageContaining("exit code 4");
    clock.move(Duration.ofSeconds(1));
    assertThatThrownBy(() -> call(server)).hasMessageContaining("it has failed (2 in a row)");
    clock.move(Duration.ofSeconds(1));
    assertThatThrownBy(() -> call(server)).hasMessageContaining("exit code 4");
  }

  @Test
  void gives_a_process_nothing_of_the_environment_but_what_is_configured() throws Exception {
    var names = call(server("environment", "env { TOKEN = abc }")).path("text").asText().split(" ");
    assertThat(names).contains("TOKEN", "PATH").isSubsetOf("HOME", "PATH", "TOKEN");
  }

  @Test
  void ends_its_process_when_it_is_closed() throws Exception {
    var before = ProcessHandle.current().children().toList();
    var server = server("well", "");
    assertThat(call(server).has("text")).isTrue();
    var started =
        ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    assertThat(started).isNotEmpty();
    server.close();
    for (var process : started) {
      process.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> call(server)).hasMessageContaining("this node is stopping");
  }

  @Test
  void ends_a_process_that_does_not_answer_any_more() throws Exception {
    var before = ProcessHandle.current().children().toList();
    var server = server("hang", "call-timeout = 1 s");
    assertThatThrownBy(() -> call(server)).hasMessageContaining("did not answer in time");
    var hanging =
        ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    for (var process : hanging) {
      process.onExit().get(30, TimeUnit.SECONDS);
    }
    assertThat(hanging).isNotEmpty();
  }

  @Test
  void keeps_a_process_that_was_only_late() throws Exception {
    var before = ProcessHandle.current().children().toList();
    var server = server("late", "call-timeout = 1 s");
    assertThatThrownBy(() -> call(server)).hasMessageContaining("did not answer in time");
    var children =
        ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    assertThatThrownBy(() -> call(server)).hasMessageContaining("did not answer in time");
    assertThat(children).isNotEmpty().allMatch(ProcessHandle::isAlive);
  }

  @Test
  void tells_a_program_that_is_not_there() {
    var settings = settings("command = [\"no-such-program-anywhere\"]");
    assertThatThrownBy(() -> call(opened(settings)))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("no-such-program-anywhere cannot be started; is it installed");
  }

  private McpServer server(String mode, String settings) {
    var command = Json.write(FakeMcpServer.command(mode));
    return opened(settings("command = " + command + "\n" + settings));
  }

  private McpServer opened(McpServerSettings settings) {
    var server = new McpServer(settings, clock);
    servers.add(server);
    return server;
  }

  static McpServerSettings settings(String block) {
    Map<String, McpServerSettings> all =
        McpServerSettings.of(
            ConfigFactory.parseString("troupe.mcp.fake {\n" + block + "\n}")
                .withFallback(ConfigFactory.load())
                .resolve());
    return all.values().iterator().next();
  }

  private JsonNode call(McpServer server) throws Exception {
    var call =
        new ToolCall(
            "default", "t", List.of(), 1, "t:1:1", clock.instant().plus(Duration.ofSeconds(30)));
    return server.call(ECHO, call, Json.parse("{\"a\": 1}"));
  }
}
