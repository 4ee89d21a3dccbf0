package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.agents.model.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {
  @TempDir private Path folder;

  private static void require(String role) {
    var config =
        ConfigFactory.parseString("troupe.roles.mine { instructions = x, " + role + " }")
            .withFallback(ConfigFactory.load())
            .resolve();
    StartCheck.requireModels(AgentSettings.of(config), ModelSettings.of(config));
  }

  private static void refused(String role, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> require(role))
        .withMessageContaining(message);
  }

  @Test
  void every_model_that_a_role_may_ask_needs_a_provider() {
    refused(
        "model = nobody/x", "troupe.roles.mine.model is \"nobody/x\": there is no model provider");
    refused(
        "model = openai/x, fallbacks = [offline, openai]",
        "troupe.roles.mine.fallbacks is \"openai\": it names no model");
    refused(
        "model = openai/x, models { repair = nobody/y }",
        "troupe.roles.mine.models is \"nobody/y\"");
  }

  @Test
  void models_of_known_providers_are_taken() {
    assertThatCode(
            () -> require("model = openai/x, fallbacks = [offline], models { draft = openai/y }"))
        .doesNotThrowAnyException();
  }

  private static Config whole(String more) {
    return ConfigFactory.parseString(more).withFallback(ConfigFactory.load()).resolve();
  }

  @Test
  void a_tool_of_a_role_has_to_be_there_or_to_come_from_a_server_that_was_never_met() {
    var role = "troupe.roles.mine { instructions = x, model = openai/x, tools = [%s] }\n";
    var server = "troupe.mcp.docs { command = [\"docs-server\"] }\n";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartCheck.require(whole(role.formatted("nope"))))
        .withMessageContaining("troupe.roles.mine.tools: there is no tool \"nope\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartCheck.require(whole(role.formatted("web_search"))))
        .withMessageContaining("web_search");
    assertThatCode(() -> StartCheck.require(whole(role.formatted("knowledge_search, fetch_url"))))
        .doesNotThrowAnyException();
    assertThatCode(() -> StartCheck.require(whole(server + role.formatted("docs_read"))))
        .doesNotThrowAnyException();
  }

  @Test
  void a_workflow_is_checked_against_the_tools_that_a_start_would_have() throws IOException {
    var machine =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"tool:%s\",\"End\":true}}}";
    var file =
        Files.writeString(folder.resolve("a.asl.json"), machine.formatted("knowledge_search"));
    var config = whole("troupe.workflows.folder = \"%s\"".formatted(folder));

    assertThatCode(() -> StartCheck.require(config)).doesNotThrowAnyException();
    Files.writeString(file, machine.formatted("nope"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartCheck.require(config))
        .withMessageContaining("There is no tool 'nope' that can be a step");
  }
}
