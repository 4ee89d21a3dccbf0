package dev.troupe.testkit;

import static dev.troupe.testkit.LeadsTask.calls;
import static dev.troupe.testkit.LeadsTask.callsOf;
import static dev.troupe.testkit.LeadsTask.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.supervisor.TaskView;
import org.junit.jupiter.api.Test;

/** What a called agent lacks of a budget is put to people, and then it goes on. */
class GoesOnWithinBudgetTest {
  private static final String ASK = "troupe.budgets.task { model-calls = 2, exhausted = ask }";
  private static final String STOP = "troupe.budgets.task { model-calls = 2, exhausted = stop }";

  @Test
  void a_called_agent_that_lacks_budget_goes_on_once_people_have_raised_it() {
    var model =
        new ScriptedModel()
            .asks(
                "lead",
                calls("a", "scout"),
                calls("b", "critic"),
                new ToolRequest("c", "tick", "{}"))
            .says("scout", "Seen.")
            .fails("critic", Kind.BUDGET_EXHAUSTED)
            .says("critic", "Doubtful.")
            .says("lead", "Done.");
    try (var team = LeadsTask.begin(model, LeadsTask.WORKFLOW, ASK)) {
      team.awaitWaiting();
      assertThat(callsOf(model, "lead")).hasSize(1);
      assertThat(team.approvals().getFirst().id()).isEqualTo(team.id() + ".1.1");
      team.approve(".1.1", "go on");

      var task = team.awaitEnd();
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(team.events("approval-requested")).hasSize(1);
      assertThat(results(model, "lead").get(0)).contains("Seen.");
      assertThat(results(model, "lead").get(1)).contains("Doubtful.");
      assertThat(callsOf(model, "scout")).hasSize(1);
      assertThat(task.usage().modelCalls()).isEqualTo(4);
      assertThat(team.ticks()).hasValue(1);
    }
  }

  @Test
  void who_called_one_that_called_one_without_budget_waits_for_people_too() {
    var model =
        new ScriptedModel()
            .asks("lead", calls("a", "critic"))
            .asks("critic", calls("b", "scout"))
            .fails("scout", Kind.BUDGET_EXHAUSTED)
            .says("scout", "Seen.")
            .says("critic", "Doubtful.")
            .says("lead", "Done.");
    try (var team = LeadsTask.begin(model, LeadsTask.WORKFLOW, ASK)) {
      team.awaitWaiting();
      team.approve(".1.1", "go on");

      var task = team.awaitEnd();
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(model.calls()).hasSize(6);
      assertThat(task.usage().modelCalls()).isEqualTo(5);
      assertThat(team.events("approval-requested")).hasSize(1);
    }
  }

  @Test
  void without_a_question_to_people_a_called_agent_without_budget_ends_the_task() {
    var model =
        new ScriptedModel()
            .asks("lead", calls("a", "scout"), calls("b", "critic"))
            .fails("scout", Kind.BUDGET_EXHAUSTED)
            .hangs("critic")
            .says("lead", "Done without.");
    try (var team = LeadsTask.begin(model, LeadsTask.WORKFLOW, STOP)) {
      assertThat(team.awaitEnd().failure())
          .extracting(TaskView.Failure::type)
          .isEqualTo("Budget.Exhausted");
      team.await(() -> model.hanging() == 0);
    }
  }
}
