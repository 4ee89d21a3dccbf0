package dev.troupe.supervisor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.WorkflowSettings;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TeamWorkflowTest {
  private static final String CRITIC =
      """
      troupe.team.roles.critic = "Looks for holes."
      troupe.roles.critic.instructions = "Look for holes."
      """;

  private static WorkflowCatalog catalog(String settings) {
    var config = ConfigFactory.parseString(settings).withFallback(ConfigFactory.load());
    return WorkflowCatalog.of(
        AgentSettings.of(config).roles(),
        Set.of(),
        TaskSettings.from(config),
        WorkflowSettings.from(config));
  }

  @Test
  void a_role_that_is_added_is_a_state_of_its_own() {
    var definition = catalog(CRITIC).find("default", "team").orElseThrow().definition();

    assertThat(definition.at("/States/Ask critic/Resource").asText()).isEqualTo("agent:critic");
    assertThat(definition.at("/States/Begin/Assign/roles/0/name").asText()).isEqualTo("critic");
    assertThat(catalog(CRITIC).validate("default", definition.toString())).isEmpty();
  }

  @Test
  void another_configuration_is_another_definition() {
    var one = catalog("").find("default", "team").orElseThrow().summary().hash();

    assertThat(catalog("").find("default", "team").orElseThrow().summary().hash()).isEqualTo(one);
    assertThat(catalog(CRITIC).find("default", "team").orElseThrow().summary().hash())
        .isNotEqualTo(one);
  }

  @Test
  void a_role_that_is_not_configured_is_refused_at_the_start_by_its_name() {
    assertThatThrownBy(() -> catalog("troupe.team.roles.ghost = \"Haunts.\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "troupe.team.roles: There is no role 'ghost'; configure it as troupe.roles.ghost.");
  }
}
