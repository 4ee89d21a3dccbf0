package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpServerSettingsTest {
  @Test
  void are_none_by_default() {
    assertThat(McpServerSettings.of(ConfigFactory.load())).isEmpty();
  }

  @Test
  void have_defaults() {
    var server = McpServerTest.settings("command = [server]");
    assertThat(server.tools()).containsExactly("*");
    assertThat(server.reads()).isEmpty();
    assertThat(server.trustAnnotations()).isFalse();
    assertThat(server.pins()).isEmpty();
    assertThat(server.limits())
        .isEqualTo(
            new McpServerSettings.Limits(
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                4 * 1024 * 1024,
                40_000,
                64 * 1024,
                8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                         | fake: say either command",
        "command = [a], url = \"https://a.example\" | fake: say either command",
        "url = \"ftp://a.example\"                 | fake.url: write http(s)",
        "url = \"https://u:p@a.example\"           | fake.url: write http(s)",
        "command = [a], comand = [b]              | fake.comand: there is no such setting; known"
            + " are call-timeout",
        "command = [a], calls-at-once = 0         | fake.calls-at-once: it must be at least 1",
        "command = [a], call-timeout = 0 s        | fake.call-timeout: it must be longer than 0",
        "command = [a], message-bytes = 300 MiB   | fake.message-bytes: it must be from 1 B",
      })
  void are_refused_by_name(String block, String said) {
    assertThatThrownBy(() -> McpServerTest.settings(block == null ? "" : block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("troupe.mcp." + said);
  }

  @Test
  void refuses_a_name_that_no_tool_could_begin_with() {
    assertThatThrownBy(() ->
            McpServerSettings.of(
                ConfigFactory.parseString("troupe.mcp.\"My-Server\" { command = [a] }")
                    .withFallback(ConfigFactory.load())))
        .hasMessageContaining("a server's name must match");
  }
}
