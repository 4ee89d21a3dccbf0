package dev.troupe.supervisor.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.supervisor.PlanSettings;
import dev.troupe.supervisor.TeamSettings;
import dev.troupe.supervisor.WorkflowSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvidedWorkflowsTest {
  private static final TeamSettings TEAM = TeamSettings.from(ConfigFactory.load());

  private static WorkflowSettings planned(String resource) {
    return new WorkflowSettings(
        Optional.empty(), 10, TEAM, new PlanSettings(List.of(resource), false));
  }

  private static List<String> hashes(Map<String, NamedWorkflow> workflows) {
    return workflows.values().stream().map(named -> named.workflow().hash()).toList();
  }

  @Test
  void the_next_start_takes_what_was_read_ahead_and_no_other_does() {
    var ahead = ProvidedWorkflows.readAhead(planned("agent:a")).join();

    assertThat(ProvidedWorkflows.of(planned("agent:a"))).isSameAs(ahead);
    assertThat(ProvidedWorkflows.of(planned("agent:a"))).isNotSameAs(ahead);
  }

  @Test
  void a_start_with_other_settings_reads_them_itself() {
    var ahead = ProvidedWorkflows.readAhead(planned("agent:a")).join();

    assertThat(hashes(ProvidedWorkflows.of(planned("agent:b"))))
        .isEqualTo(hashes(ProvidedWorkflows.builtIn(planned("agent:b"))))
        .isNotEqualTo(hashes(ahead));
  }
}
