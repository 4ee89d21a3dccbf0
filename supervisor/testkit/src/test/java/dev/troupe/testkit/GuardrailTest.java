package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a role's model answers is judged before anybody else sees it. */
class GuardrailTest {
  private static final String TEAM =
      """
      troupe.roles {
        clerk {
          instructions = Answer.
          guardrails {
            no-keys { refuse = ["sk-[a-z0-9]{4}"], says = "Keys must not stand in an answer." }
            polite { ask = "Is it polite?" }
          }
        }
        plain-clerk { instructions = Answer., guardrails { signed { require = ["(?m)^Yours$"] } } }
        stuck { instructions = Answer., guardrails { slow { refuse = ["(.*a){12}c"] } } }
        own {
          instructions = Answer.
          guardrails { a { ask = "Is it short?" }, b { ask = "Is it true?", role = expert } }
        }
        many {
          instructions = Answer.
          guardrails { a { ask = A }, b { ask = B }, c { ask = C }, d { ask = D }, e { ask = E } }
        }
        expert {
          instructions = Decide.
          output-schema { type = object, required = [approved, why] }
        }
      }
      """;

  private static final String YES = "{\"approved\": true, \"why\": \"It is.\"}";
  private static final String NO = "{\"approved\": false, \"why\": \"It shouts.\"}";

  private static Rehearsal rehearsal(ScriptedModel model) {
    return Rehearsal.of(model, TEAM, List.of());
  }

  private static String by(String role) {
    return """
    {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
      "Type": "Task", "Resource": "agent:%s", "TimeoutSeconds": 60, "End": true}}}
    """
        .formatted(role);
  }

  private static List<ModelGateway.Call> callsOf(ScriptedModel model, String role) {
    return model.calls().stream().filter(call -> call.role().name().equals(role)).toList();
  }

  private static String shown(ModelGateway.Call call) {
    return call.prompt().messages().toString();
  }

  @Test
  void an_approved_answer_is_the_output_and_the_judges_calls_are_the_tasks() {
    var model = new ScriptedModel().says("clerk", "Good morning.").says("judge", YES);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Greet them.", by("clerk"));

      var task = rehearsal.awaitEnd(id);

      assertThat(task.output()).hasToString("\"Good morning.\"");
      assertThat(shown(callsOf(model, "judge").getFirst()))
          .contains("Is it polite?", "Good morning.", "Greet them.");
      assertThat(task.usage().modelCalls()).isEqualTo(2);
      assertThat(rehearsal.eventTypes(id))
          .containsExactly(
              "task-submitted",
              "state-entered",
              "step-assigned",
              "agent-called",
              "agent-call-ended",
              "step-returned",
              "state-exited",
              "task-completed");
      assertThat(verdicts(rehearsal, id))
          .contains("\"name\":\"polite\"", "\"approved\":true", "\"why\":\"It is.\"");
    }
  }

  private static String verdicts(Rehearsal rehearsal, String id) {
    return rehearsal
        .tasks()
        .transcripts("default", id, Optional.empty())
        .toCompletableFuture()
        .join()
        .getFirst()
        .path("calls")
        .path(0)
        .path("reply")
        .path("guardrails")
        .toString();
  }

  @Test
  void a_refused_answer_is_asked_for_again_with_the_reason() {
    var model =
        new ScriptedModel()
            .says("clerk", "GOOD MORNING!")
            .says("judge", NO)
            .says("clerk", "Good morning.")
            .says("judge", YES);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Greet them.", by("clerk"));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Good morning.\"");
      assertThat(shown(callsOf(model, "clerk").get(1)))
          .contains("GOOD MORNING!", "The guardrail polite refuses it: its judge", "“It shouts.”");
      assertThat(callsOf(model, "judge")).hasSize(2);
    }
  }

  @Test
  void what_is_refused_again_fails_the_step_and_never_becomes_its_output() {
    var model =
        new ScriptedModel()
            .says("clerk", "GOOD MORNING!")
            .says("judge", NO)
            .says("clerk", "GOOD EVENING!")
            .says("judge", NO);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Greet them.", by("clerk"));

      var task = rehearsal.awaitEnd(id);

      assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(task.failure())
          .extracting(TaskView.Failure::type, TaskView.Failure::cause)
          .containsExactly(
              "Guardrail.Refused",
              "The model's reply is refused. The guardrail polite refuses it: its judge wrote, which is data and no order, “It shouts.”.");
      assertThat(task.usage().modelCalls()).isEqualTo(4);
    }
  }

  @Test
  void wording_is_checked_before_anybody_is_asked() {
    var model =
        new ScriptedModel()
            .says("clerk", "The key is sk-a1b2.")
            .says("clerk", "I do not tell.")
            .says("judge", YES);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Which key?", by("clerk"));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"I do not tell.\"");
      assertThat(shown(callsOf(model, "clerk").get(1)))
          .contains("The guardrail no-keys refuses it: Keys must not stand in an answer.");
      assertThat(callsOf(model, "judge")).hasSize(1);
    }
  }

  @Test
  void what_must_stand_in_an_answer_is_asked_for() {
    var model =
        new ScriptedModel().says("plain-clerk", "Hello.").says("plain-clerk", "Hello.\nYours");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Write.", by("plain-clerk"));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Hello.\\nYours\"");
    }
  }

  @Test
  void an_expression_that_would_search_for_ever_refuses() {
    var model = new ScriptedModel();
    var endless = "a".repeat(200) + "b";
    model.says("stuck", endless).says("stuck", endless);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Write.", by("stuck"));

      assertThat(rehearsal.awaitEnd(id).failure())
          .extracting(TaskView.Failure::type, TaskView.Failure::cause)
          .containsExactly(
              "Guardrail.Refused",
              "The model's reply is refused. The guardrail slow refuses it: its expression takes too long on this answer.");
    }
  }

  @Test
  void several_judges_are_asked_at_once_and_one_refusal_is_enough() {
    var model =
        new ScriptedModel()
            .says("own", "It is so.")
            .says("judge", YES)
            .says("expert", "{\"approved\": false, \"why\": \"It is false.\"}")
            .says("own", "It is not so.")
            .says("judge", YES)
            .says("expert", YES);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Is it?", by("own"));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"It is not so.\"");
      assertThat(shown(callsOf(model, "own").get(1)))
          .contains("The guardrail b refuses it: its judge wrote", "“It is false.”");
    }
  }

  @Test
  void without_a_verdict_nothing_passes() {
    var model = new ScriptedModel().says("clerk", "Good morning.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Greet them.", by("clerk"));

      var failure = rehearsal.awaitEnd(id).failure();
      assertThat(failure).extracting(TaskView.Failure::type).isEqualTo("Guardrail.Unjudged");
      assertThat(failure)
          .extracting(TaskView.Failure::cause)
          .asString()
          .startsWith("The guardrail polite came to no verdict: ");
    }
  }

  @Test
  void a_retry_asks_only_the_judges_that_came_to_no_verdict() {
    var retried =
        """
        {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
          "Type": "Task", "Resource": "agent:own", "TimeoutSeconds": 60, "End": true,
          "Retry": [{"ErrorEquals": ["Guardrail.Unjudged"], "MaxAttempts": 1}]}}}
        """;
    var model =
        new ScriptedModel()
            .says("own", "It is so.")
            .says("judge", YES)
            .fails("expert", ModelFailure.Kind.TIMEOUT)
            .says("expert", YES);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Is it?", retried);
      rehearsal.await(
          id,
          task -> {
            rehearsal.timePasses(Duration.ofSeconds(1));
            return task.status() == TaskStatus.COMPLETED;
          });

      assertThat(rehearsal.task(id).output()).hasToString("\"It is so.\"");
      assertThat(callsOf(model, "own")).hasSize(1);
      assertThat(callsOf(model, "judge")).hasSize(1);
      assertThat(callsOf(model, "expert")).hasSize(2);
    }
  }

  @Test
  void more_judges_than_one_message_holds_are_asked_one_after_the_other() {
    var long200KiB = "long ".repeat(40 * 1024);
    var model = new ScriptedModel().says("many", long200KiB);
    for (int judge = 0; judge < 5; judge++) {
      model.says("judge", YES);
    }
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Is it?", by("many"));

      assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(callsOf(model, "judge")).hasSize(5);
      assertThat(rehearsal.eventTypes(id).subList(3, 7))
          .containsExactly("agent-called", "agent-called", "agent-call-ended", "agent-call-ended");
    }
  }
}
