package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** An answer that could not be used was paid for: another attempt asks for its repair, no more. */
class RepairGoesOnTest {
  private static final String TEAM =
      """
      troupe.roles {
        counting {
          instructions = Count., output-schema { type = object, required = [n] }
        }
        careful { instructions = Say., guardrails { true { ask = "Is it true?" } } }
      }
      """;

  private static final String MACHINE =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
        "Type": "Task", "Resource": "agent:ROLE", "End": true,
        "Retry": [{"ErrorEquals": ["Model.Unavailable", "Model.InvalidReply", "Model.Refused"], "IntervalSeconds": 1, "MaxAttempts": 2}]}}}
      """;

  private static final String UNFIT = "{\"m\": 1}";
  private static final String FIT = "{\"n\": 1}";

  private final ScriptedModel model = new ScriptedModel();

  private List<ModelGateway.Call> calls(String role) {
    return model.calls().stream().filter(call -> call.role().name().equals(role)).toList();
  }

  private static void sameCall(ModelGateway.Call first, ModelGateway.Call second) {
    assertThat(second.idempotencyKey()).isEqualTo(first.idempotencyKey());
    assertThat(second.prompt().messages()).isEqualTo(first.prompt().messages());
  }

  private TaskView run(String role, String settings, BiConsumer<Rehearsal, String> meanwhile) {
    try (var rehearsal = Rehearsal.of(model, TEAM + settings, List.of())) {
      var id = rehearsal.submit("Go.", MACHINE.replace("ROLE", role));
      meanwhile.accept(rehearsal, id);
      return rehearsal.awaitEnd(id);
    }
  }

  private static void retry(Rehearsal rehearsal, String id) {
    rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);
    rehearsal.timePasses(Duration.ofSeconds(2));
  }

  @Test
  void a_repair_that_a_down_model_did_not_answer_is_asked_for_again_to_the_letter() {
    model.says("counting", UNFIT).fails("counting", Kind.UNAVAILABLE).says("counting", FIT);

    var task = run("counting", "", RepairGoesOnTest::retry);

    assertThat(task.output()).hasToString("{\"n\":1}");
    assertThat(calls("counting")).hasSize(3);
    sameCall(calls("counting").get(1), calls("counting").get(2));
    assertThat(calls("counting").get(2).idempotencyKey()).endsWith(":1:2");
    assertThat(task.usage().modelCalls()).isEqualTo(2);
  }

  @Test
  void a_repair_that_had_no_place_in_the_budget_is_asked_for_once_people_have_raised_it() {
    model.says("counting", UNFIT).fails("counting", Kind.BUDGET_EXHAUSTED).says("counting", FIT);

    var task =
        run(
            "counting",
            "troupe.budgets.task { model-calls = 1, exhausted = ask }",
            (rehearsal, id) -> {
              rehearsal.await(id, waiting -> waiting.status() == TaskStatus.WAITING);
              rehearsal.decide(
                  id + ".1.1", new ApprovalDecision(Choice.APPROVE, "local", null, null, "go on"));
            });

    assertThat(task.output()).hasToString("{\"n\":1}");
    assertThat(calls("counting")).hasSize(3);
    sameCall(calls("counting").get(1), calls("counting").get(2));
    assertThat(task.usage().modelCalls()).isEqualTo(2);
  }

  @Test
  void an_answer_that_a_judge_has_refused_is_mended_and_not_given_anew() {
    model.says("careful", "It flies.").says("judge", "{\"approved\": false, \"why\": \"No.\"}");
    model.fails("careful", Kind.UNAVAILABLE).says("careful", "It swims.");
    model.says("judge", "{\"approved\": true, \"why\": \"Yes.\"}");

    var task = run("careful", "", RepairGoesOnTest::retry);

    assertThat(task.output()).hasToString("\"It swims.\"");
    assertThat(calls("careful")).hasSize(3);
    sameCall(calls("careful").get(1), calls("careful").get(2));
    assertThat(calls("judge")).hasSize(2);
  }

  @Test
  void a_repair_that_could_not_be_used_either_begins_anew() {
    model.says("counting", UNFIT).says("counting", UNFIT).says("counting", FIT);

    var task = run("counting", "", RepairGoesOnTest::retry);

    assertThat(task.output()).hasToString("{\"n\":1}");
    var calls = calls("counting");
    assertThat(calls.get(2).prompt().messages()).isEqualTo(calls.get(0).prompt().messages());
    assertThat(calls.get(2).idempotencyKey()).endsWith(":1:3");
    assertThat(task.usage().modelCalls()).isEqualTo(3);
  }

  @Test
  void a_repair_that_the_model_refuses_begins_anew() {
    model.says("counting", UNFIT).fails("counting", Kind.REFUSED).says("counting", FIT);

    var task = run("counting", "", RepairGoesOnTest::retry);

    assertThat(task.output()).hasToString("{\"n\":1}");
    var calls = calls("counting");
    assertThat(calls.get(2).prompt().messages()).isEqualTo(calls.get(0).prompt().messages());
    // Another prompt than that which was refused, and so another key.
    assertThat(calls.get(1).idempotencyKey()).endsWith(":1:2");
    assertThat(calls.get(2).idempotencyKey()).endsWith(":1:2~1");
  }
}
