package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.persistence.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class McpToolsTest {
  @TempDir Path data;

  @Test
  void are_called_by_their_servers_name_and_their_own() {
    try (var tools = start("well", "")) {
      assertThat(tools.list())
          .extracting(tool -> tool.spec().name())
          .containsExactly("fake_echo", "fake_put_it");
    }
    assertThat(McpTool.name("a", "readFile.v2")).isEqualTo("a_readfile_v2");
    assertThat(McpTool.name("a", "x".repeat(100))).hasSize(64).startsWith("a_xxx");
  }

  @Test
  void change_something_unless_somebody_who_is_trusted_says_otherwise() {
    assertThat(effects("")).containsExactly(Effect.CHANGES, Effect.CHANGES);
    assertThat(effects("trust-annotations = true")).containsExactly(Effect.READS, Effect.CHANGES);
    assertThat(effects("reads = [\"put*\"]")).containsExactly(Effect.CHANGES, Effect.READS);
  }

  @Test
  void that_only_read_fail_where_of_others_nobody_knows_what_they_did() {
    try (var tools = start("dies-at-call", "trust-annotations = true")) {
      assertThatThrownBy(() -> call(tools.list().getFirst()))
          .isInstanceOf(ToolFailure.class)
          .hasMessageContaining("exit code 4");
    }
    try (var tools = start("dies-at-call", "")) {
      assertThatThrownBy(() -> call(tools.list().getFirst()))
          .isInstanceOf(McpOutcomeUnknown.class)
          .hasMessageContaining("exit code 4");
    }
  }

  @Test
  void bring_text_from_outside() {
    try (var tools = start("well", "")) {
      assertThat(tools.list()).allMatch(tool -> tool.spec().untrusted());
    }
  }

  @Test
  void are_pinned_when_a_server_is_first_met_and_known_without_it_from_then_on() {
    start("well", "").close();
    assertThat(data.resolve("mcp-pins.json")).exists();
    assertThat(McpTools.pinned(config("dies-at-start", "")).names())
        .containsExactly("fake_echo", "fake_put_it");
    try (var tools = start("dies-at-start", "")) {
      assertThat(tools.list()).hasSize(2);
      assertThatThrownBy(() -> call(tools.list().getFirst()))
          .isInstanceOf(ToolFailure.class)
          .hasMessageContaining("exit code 3");
    }
  }

  @Test
  void are_not_called_after_a_change_until_they_are_pinned_again() throws Exception {
    start("well", "").close();
    try (var tools = start("described-otherwise", "")) {
      var echo = tools.list().getFirst();
      assertThat(echo.spec().description()).isEqualTo("Echoes");
      assertThatThrownBy(() -> call(echo)).hasMessageContaining("./troupe mcp pin fake");
    }
    var servers = McpServers.of(config("described-otherwise", ""));
    assertThat(servers.look("fake"))
        .extracting(McpServers.Listed::state)
        .containsExactly(McpServers.State.CHANGED, McpServers.State.PINNED);
    servers.pin("fake");
    try (var tools = start("described-otherwise", "")) {
      assertThat(tools.list().getFirst().spec().description()).isEqualTo("Echoes, and more");
      call(tools.list().getFirst());
    }
  }

  @Test
  void of_a_server_that_was_never_met_fail_when_they_are_called() {
    try (var tools = start("dies-at-start", "tools = [echo, \"put-*\"]")) {
      assertThat(tools.list()).extracting(tool -> tool.spec().name()).containsExactly("fake_echo");
      assertThatThrownBy(() -> call(tools.list().getFirst()))
          .isInstanceOf(ToolFailure.class)
          .hasMessageContaining("was not there when this node started");
    }
    assertThat(data.resolve("mcp-pins.json")).doesNotExist();
  }

  @Test
  void says_which_tools_are_new_and_which_are_gone() {
    start("well", "tools = [echo]").close();
    assertThat(McpServers.of(config("well", "")).look("fake"))
        .extracting(McpServers.Listed::state)
        .containsExactly(McpServers.State.PINNED, McpServers.State.NEW);
    assertThat(McpServers.of(config("without-echo", "")).look("fake"))
        .extracting(McpServers.Listed::tool, McpServers.Listed::state)
        .contains(org.assertj.core.groups.Tuple.tuple("echo", McpServers.State.GONE));
  }

  @Test
  void shows_what_is_configured_without_starting_it_and_without_secrets() {
    var config = config("dies-at-start", "env { TOKEN = secret-word }");
    assertThat(McpServers.of(config).configured().toString())
        .contains("fake", "java (and 6 arguments)", "pinned=0")
        .doesNotContain("secret-word", "dies-at-start");
    assertThat(McpServerSettings.of(config).toString()).doesNotContain("secret-word");
  }

  @Test
  void of_two_servers_do_not_hide_each_other() throws Exception {
    var before = ProcessHandle.current().children().toList();
    var config =
        ConfigFactory.parseString(
                "troupe.mcp.a { command = %s }\ntroupe.mcp.a_b { command = %s }"
                    .formatted(
                        Json.write(FakeMcpServer.command("offers:b_c")),
                        Json.write(FakeMcpServer.command("offers:c"))))
            .withFallback(config("well", "tools = []"));

    assertThatThrownBy(() -> McpTools.start(config, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("troupe.mcp.a and troupe.mcp.a_b both have a tool a_b_c");

    assertThat(ProcessHandle.current().children().filter(child -> !before.contains(child)))
        .as("a start that is refused ends what it began")
        .isEmpty();
    assertThatThrownBy(() -> McpTools.pinned(config))
        .hasMessageContaining("both have a tool a_b_c");
  }

  @Test
  void refuses_pins_that_cannot_be_read() throws Exception {
    Files.writeString(data.resolve("mcp-pins.json"), "{");
    assertThatThrownBy(() -> start("well", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mcp-pins.json holds the pinned tools of MCP servers");
  }

  private List<Effect> effects(String settings) {
    try (var tools = start("well", settings)) {
      return tools.list().stream().map(tool -> tool.spec().effect()).toList();
    }
  }

  private McpTools start(String mode, String settings) {
    return McpTools.start(config(mode, settings), InstantSource.system());
  }

  private Config config(String mode, String settings) {
    var command = Json.write(FakeMcpServer.command(mode));
    return ConfigFactory.parseString(
            "troupe.mcp.fake { command = %s\n%s }\ntroupe.store.directory = %s"
                .formatted(command, settings, Json.write(data.toString())))
        .withFallback(ConfigFactory.load());
  }

  private static void call(Tool tool) throws Exception {
    var call = new ToolCall("default", "t", List.of(), 1, "t:1:1", Instant.now().plusSeconds(30));
    assertThat(tool.call(call, Json.MAPPER.createObjectNode()).has("text")).isTrue();
  }
}
