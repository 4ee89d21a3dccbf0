package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.agents.model.ModelSettings;
import org.junit.jupiter.api.Test;

class StartCheckTest {
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
}
