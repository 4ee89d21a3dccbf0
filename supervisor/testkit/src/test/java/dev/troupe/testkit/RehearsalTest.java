package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.ModelFailure;
import dev.troupe.supervisor.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example to copy: script the model, run a workflow, assert on events. */
class RehearsalTest {
  private static final String CRITIC =
      """
      troupe.roles.critic { instructions = "Say what a sceptic would say." }
      """;

  private static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Criticise", "States": {"Criticise": {
        "Type": "Task", "Resource": "agent:critic",
        "Arguments": {"text": "{% $states.input.goal %}"},
        "Retry": [{"ErrorEquals": ["Model.Unavailable"], "IntervalSeconds": 60, "MaxAttempts": 1}],
        "Output": {"markdown": "{% $states.result %}"},
        "End": true}}}
      """;

  @Test
  void a_role_of_ones_own_answers_in_a_workflow_of_ones_own() {
    var model = new ScriptedModel().says("critic", "It was never measured.");
    try (var rehearsal = Rehearsal.of(model, CRITIC, List.of())) {
      var id = rehearsal.submit("Actors are fast.", WORKFLOW);

      var task = rehearsal.awaitEnd(id);

      assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(task.output()).hasToString("{\"markdown\":\"It was never measured.\"}");
      assertThat(task.usage().modelCalls()).isEqualTo(1);
      assertThat(rehearsal.eventTypes(id))
          .containsSubsequence(
              "task-submitted", "step-assigned", "step-returned", "task-completed");
      assertThat(model.calls().getFirst().prompt().messages().toString())
          .contains("sceptic", "Actors are fast.");
    }
  }

  @Test
  void a_retry_waits_for_its_time_and_not_a_moment_longer() {
    var model =
        new ScriptedModel()
            .fails("critic", ModelFailure.Kind.UNAVAILABLE)
            .says("critic", "Now I can hear you.");
    try (var rehearsal = Rehearsal.of(model, CRITIC, List.of())) {
      var id = rehearsal.submit("Actors are fast.", WORKFLOW);
      rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);

      rehearsal.timePasses(Duration.ofSeconds(50));
      assertThat(rehearsal.task(id).status()).isEqualTo(TaskStatus.WAITING);

      rehearsal.timePasses(Duration.ofSeconds(11));
      assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(rehearsal.eventTypes(id)).contains("retry-scheduled");
    }
  }
}
