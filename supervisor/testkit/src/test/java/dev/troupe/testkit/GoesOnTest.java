package dev.troupe.testkit;

import static dev.troupe.testkit.LeadsTask.asks;
import static dev.troupe.testkit.LeadsTask.calls;
import static dev.troupe.testkit.LeadsTask.callsOf;
import static dev.troupe.testkit.LeadsTask.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalView;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Another attempt goes on with what others have answered, and asks only for the rest. */
class GoesOnTest {
  @Test
  void a_redrive_asks_only_for_what_had_not_been_answered() {
    var model =
        new ScriptedModel()
            .asks(
                "lead",
                calls("a", "scout"),
                calls("b", "critic"),
                asks("c", "Which?"),
                asks("d", "When?"))
            .says("scout", "Seen.")
            .hangs("critic")
            .says("critic", "Doubtful.")
            .says("lead", "Done.");
    try (var team = LeadsTask.begin(model)) {
      team.awaitAsked(1);
      team.await(() -> team.events("agent-call-ended").size() == 1);
      team.approve(".1.1.3", "the red one");
      team.await(() -> model.hanging() == 1);

      team.redrive();
      team.awaitAsked(2);
      team.approve(".1.1.4", "at noon");

      var task = team.awaitEnd();
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(results(model, "lead")).hasSize(4);
      assertThat(results(model, "lead").get(0)).contains("Seen.");
      assertThat(results(model, "lead").get(1)).contains("Doubtful.");
      assertThat(results(model, "lead").get(2)).contains("the red one");
      assertThat(results(model, "lead").get(3)).contains("at noon");
      assertThat(callsOf(model, "lead")).hasSize(2);
      assertThat(callsOf(model, "scout")).hasSize(1);
      assertThat(task.usage().modelCalls()).isEqualTo(4);
      assertThat(team.events("agent-called"))
          .extracting(event -> event.data().path("assignment").asInt())
          .containsExactly(2, 3, 3);
      assertThat(team.events("agent-called").getLast().data().path("attempt").asInt()).isEqualTo(2);
    }
  }

  @Test
  void a_called_agent_that_was_under_way_goes_on_as_well() {
    var model =
        new ScriptedModel()
            .asks("lead", calls("a", "critic"))
            .asks("critic", calls("b", "scout"), asks("c", "True?"))
            .says("scout", "Seen.")
            .says("critic", "Doubtful.")
            .says("lead", "Done.");
    try (var team = LeadsTask.begin(model)) {
      team.awaitAsked(1);
      team.await(() -> team.events("agent-call-ended").size() == 1);

      team.redrive();
      team.awaitAsked(2);
      assertThat(team.approvals())
          .extracting(ApprovalView::id, ApprovalView::status)
          .containsOnly(tuple(team.id() + ".2.1.2", ApprovalStatus.OPEN));
      team.approve(".2.1.2", "yes");

      var task = team.awaitEnd();
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(results(model, "critic").get(0)).contains("Seen.");
      assertThat(results(model, "critic").get(1)).contains("yes");
      assertThat(model.calls()).hasSize(5);
      assertThat(task.usage().modelCalls()).isEqualTo(5);
    }
  }

  @Test
  void a_retry_behind_a_timeout_goes_on_too() {
    var model =
        new ScriptedModel()
            .asks("lead", calls("a", "scout"), calls("b", "critic"))
            .says("scout", "Seen.")
            .hangs("critic")
            .says("critic", "Doubtful.")
            .says("lead", "Done.");
    try (var team = LeadsTask.begin(model, LeadsTask.RETRIED, "")) {
      team.await(() -> model.hanging() == 1 && team.events("agent-call-ended").size() == 1);

      team.rehearsal().timePasses(Duration.ofSeconds(62));

      assertThat(team.awaitEnd().output()).hasToString("\"Done.\"");
      assertThat(results(model, "lead").get(0)).contains("Seen.");
      assertThat(results(model, "lead").get(1)).contains("Doubtful.");
      assertThat(callsOf(model, "lead")).hasSize(2);
      assertThat(callsOf(model, "scout")).hasSize(1);
    }
  }

  @Test
  void judges_of_a_called_agent_that_came_to_no_verdict_are_asked_anew() {
    var model =
        new ScriptedModel()
            .asks("lead", calls("a", "careful"), asks("b", "Which?"))
            .says("careful", "Doubtful.")
            .says("expert", "{\"approved\": \"perhaps\", \"why\": \"\"}")
            .says("expert", "{\"approved\": true, \"why\": \"It is.\"}")
            .says("lead", "Done.");
    try (var team = LeadsTask.begin(model)) {
      team.awaitAsked(1);
      team.await(() -> team.events("agent-call-ended").size() == 2);

      team.redrive();
      team.awaitAsked(2);
      team.approve(".1.1.2", "that one");

      assertThat(team.awaitEnd().output()).hasToString("\"Done.\"");
      assertThat(results(model, "lead").getFirst()).contains("Doubtful.");
      assertThat(callsOf(model, "careful")).hasSize(1);
      assertThat(callsOf(model, "expert")).hasSize(2);
    }
  }

  @Test
  void what_only_waited_for_a_person_is_asked_again_and_the_model_is_not() {
    var model = new ScriptedModel().asks("lead", asks("a", "Which?")).says("lead", "Done.");
    try (var team = LeadsTask.begin(model)) {
      team.awaitAsked(1);

      team.redrive();
      team.awaitAsked(2);
      team.approve(".1.1.1", "that one");

      var task = team.awaitEnd();
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(model.calls()).hasSize(2);
      assertThat(task.usage().modelCalls()).isEqualTo(2);
    }
  }
}
