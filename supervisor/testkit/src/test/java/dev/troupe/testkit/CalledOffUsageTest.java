package dev.troupe.testkit;

import static dev.troupe.testkit.LeadsTask.asks;
import static dev.troupe.testkit.LeadsTask.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever is called off has been paid for all the same. */
class CalledOffUsageTest {
  private static final String ONE_FAILS =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true,
        "Branches": [
          {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "agent:lead", "End": true}}},
          {"StartAt": "Rest", "States": {
            "Rest": {"Type": "Wait", "Seconds": 5, "Next": "Give up"},
            "Give up": {"Type": "Fail", "Error": "TooLate"}}}]}}}
      """;

  @Test
  void a_cancelled_task_tells_what_its_open_step_had_used() {
    var model =
        new ScriptedModel()
            .asks("lead", calls("a", "scout"), calls("b", "critic"), asks("c", "Which?"))
            .says("scout", "Seen.")
            .asks("critic", asks("d", "True?"));
    try (var team = LeadsTask.begin(model)) {
      team.awaitAsked(2);
      team.await(() -> team.events("agent-call-ended").size() == 1);

      team.rehearsal().tasks().cancel("default", team.id(), "enough").toCompletableFuture().join();

      var task = team.awaitEnd();
      assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(task.usage().modelCalls()).isEqualTo(3);
      assertThat(task.usageOfSteps())
          .extracting(TaskView.StepUsage::role, step -> step.usage().modelCalls())
          .containsExactlyInAnyOrder(tuple("lead", 1), tuple("scout", 1), tuple("critic", 1));

      // What has settled is remembered, and told the same.
      team.rehearsal().timePasses(Duration.ofMinutes(2));
      for (var look = 1; look <= 2; look++) {
        var later = team.awaitEnd();
        assertThat(later.usage()).isEqualTo(task.usage());
        assertThat(later.usageOfSteps()).isEqualTo(task.usageOfSteps());
      }
    }
  }

  @Test
  void a_failed_branch_that_ends_the_others_does_not_hide_what_they_had_used() {
    var model = new ScriptedModel().asks("lead", asks("a", "Which?"));
    try (var team = LeadsTask.begin(model, ONE_FAILS, "")) {
      team.awaitAsked(1);

      team.rehearsal().timePasses(Duration.ofSeconds(6));

      var task = team.awaitEnd();
      assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(task.usage().modelCalls()).isEqualTo(1);
    }
  }
}
