package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.Tools;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Another attempt goes on with what others have answered, and asks only for the rest. */
class GoesOnTest {
  private static final String TEAM =
      """
      troupe.roles {
        lead {
          instructions = Lead., tools = [call_agent, ask_human, tick]
          may-call = [critic, scout, careful]
        }
        critic { instructions = Doubt., tools = [call_agent, ask_human], may-call = [scout] }
        scout { instructions = Look. }
        careful {
          instructions = Weigh., guardrails { sure { ask = "Is it sure?", role = expert } }
        }
        expert {
          instructions = Decide., output-schema { type = object, required = [approved, why] }
        }
      }
      """;

  private static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
        "Type": "Task", "Resource": "agent:lead", "TimeoutSeconds": 60, "End": true}}}
      """;

  private static final String RETRIED =
      WORKFLOW.replace(
          "\"End\"",
          "\"Retry\": [{\"ErrorEquals\": [\"States.Timeout\"], \"IntervalSeconds\": 1}], \"End\"");

  record Nothing() {}

  private final AtomicInteger ticks = new AtomicInteger();

  /** The lead's first call is answered when the test says so, everything else by the script. */
  private record LateLead(ScriptedModel script, CompletableFuture<ModelReply> first)
      implements ModelGateway {
    @Override
    public CompletionStage<ModelReply> ask(Call call) {
      var answer = script.ask(call);
      return callsOf(script, "lead").size() == 1 && call.role().name().equals("lead")
          ? first
          : answer;
    }

    @Override
    public Optional<String> faultOfModel(String model) {
      return script.faultOfModel(model);
    }

    void says(String text) {
      first.complete(new ModelReply(text, new Usage(1, 10, 20), "late", Duration.ofMillis(1)));
    }
  }

  private Rehearsal rehearsal(ModelGateway model, String settings) {
    var tools = Tools.NONE.with("tick", "Ticks.", Nothing.class, (_, _) -> ticks.incrementAndGet());
    return Rehearsal.of(model, TEAM + settings, tools);
  }

  private static ToolRequest calls(String id, String role) {
    return new ToolRequest(
        id, "call_agent", "{\"role\": \"%s\", \"task\": \"Do.\"}".formatted(role));
  }

  private static ToolRequest asks(String id, String question) {
    return new ToolRequest(id, "ask_human", "{\"question\": \"%s\"}".formatted(question));
  }

  private static List<ModelGateway.Call> callsOf(ScriptedModel model, String role) {
    return model.calls().stream().filter(call -> call.role().name().equals(role)).toList();
  }

  private static List<String> results(ScriptedModel model, String role) {
    return callsOf(model, role).getLast().prompt().messages().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  private static ApprovalView approve(Rehearsal rehearsal, String approval, String comment) {
    return rehearsal.decide(
        approval, new ApprovalDecision(Choice.APPROVE, "local", null, null, comment));
  }

  private static void redrive(Rehearsal rehearsal, String id) {
    rehearsal.tasks().cancel("default", id, "later").toCompletableFuture().join();
    rehearsal.awaitEnd(id);
    rehearsal.tasks().redrive("default", id).toCompletableFuture().join();
  }

  private static List<TaskEventView> of(Rehearsal rehearsal, String id, String type) {
    return rehearsal.events(id).stream().filter(event -> event.type().equals(type)).toList();
  }

  private static void awaitAsked(Rehearsal rehearsal, String id, int questions) {
    rehearsal.await(id, _ -> of(rehearsal, id, "approval-requested").size() == questions);
  }

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
    try (var rehearsal = rehearsal(model, "")) {
      var id = rehearsal.submit("Go?", WORKFLOW);
      awaitAsked(rehearsal, id, 1);
      rehearsal.await(id, _ -> of(rehearsal, id, "agent-call-ended").size() == 1);
      approve(rehearsal, id + ".1.1.3", "the red one");
      rehearsal.await(id, _ -> model.hanging() == 1);

      redrive(rehearsal, id);
      awaitAsked(rehearsal, id, 2);
      approve(rehearsal, id + ".1.1.4", "at noon");

      var task = rehearsal.awaitEnd(id);
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(results(model, "lead")).hasSize(4);
      assertThat(results(model, "lead").get(0)).contains("Seen.");
      assertThat(results(model, "lead").get(1)).contains("Doubtful.");
      assertThat(results(model, "lead").get(2)).contains("the red one");
      assertThat(results(model, "lead").get(3)).contains("at noon");
      assertThat(callsOf(model, "lead")).hasSize(2);
      assertThat(callsOf(model, "scout")).hasSize(1);
      assertThat(task.usage().modelCalls()).isEqualTo(4);
      assertThat(of(rehearsal, id, "agent-called"))
          .extracting(event -> event.data().path("assignment").asInt())
          .containsExactly(2, 3, 3);
      assertThat(of(rehearsal, id, "agent-called").getLast().data().path("attempt").asInt())
          .isEqualTo(2);
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
    try (var rehearsal = rehearsal(model, "")) {
      var id = rehearsal.submit("Go?", WORKFLOW);
      awaitAsked(rehearsal, id, 1);
      rehearsal.await(id, _ -> of(rehearsal, id, "agent-call-ended").size() == 1);

      redrive(rehearsal, id);
      awaitAsked(rehearsal, id, 2);
      assertThat(rehearsal.approvals(id))
          .extracting(ApprovalView::id, ApprovalView::status)
          .containsOnly(tuple(id + ".2.1.2", ApprovalStatus.OPEN));
      approve(rehearsal, id + ".2.1.2", "yes");

      var task = rehearsal.awaitEnd(id);
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
    try (var rehearsal = rehearsal(model, "")) {
      var id = rehearsal.submit("Go?", RETRIED);
      rehearsal.await(
          id, _ -> model.hanging() == 1 && of(rehearsal, id, "agent-call-ended").size() == 1);

      rehearsal.timePasses(Duration.ofSeconds(62));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Done.\"");
      assertThat(results(model, "lead").get(0)).contains("Seen.");
      assertThat(results(model, "lead").get(1)).contains("Doubtful.");
      assertThat(callsOf(model, "lead")).hasSize(2);
      assertThat(callsOf(model, "scout")).hasSize(1);
    }
  }

  @Test
  void an_answer_that_came_behind_its_attempts_time_is_the_next_attempts() {
    var model =
        new LateLead(
            new ScriptedModel().hangs("lead").says("lead", "Anew."), new CompletableFuture<>());
    try (var rehearsal = rehearsal(model, "")) {
      var id = rehearsal.submit("Go?", RETRIED);
      rehearsal.await(id, _ -> model.script().calls().size() == 1);
      rehearsal.timePasses(Duration.ofMillis(60_500));
      rehearsal.await(id, _ -> of(rehearsal, id, "retry-scheduled").size() == 1);
      model.says("Late.");
      rehearsal.await(id, _ -> rehearsal.journals(id).toString().contains("Late."));

      rehearsal.timePasses(Duration.ofSeconds(2));

      var task = rehearsal.awaitEnd(id);
      assertThat(task.output()).hasToString("\"Late.\"");
      assertThat(model.script().calls()).hasSize(1);
      assertThat(task.usage().modelCalls()).isEqualTo(1);
      assertThat(of(rehearsal, id, "step-returned").getLast().data().path("attempt").asInt())
          .isEqualTo(2);
    }
  }

  @Test
  void an_answer_that_was_of_no_use_is_never_taken_again() {
    var model = new ScriptedModel().says("lead", "No use.").hangs("lead").says("lead", "Of use.");
    try (var rehearsal = rehearsal(model, "")) {
      var id =
          rehearsal.submit(
              "Go?",
              WORKFLOW.replace(
                  "\"End\"",
                  "\"Output\": \"{% $states.result = 'No use.' ? $error('no') : $states.result %}\", \"End\""));
      assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.FAILED);

      redrive(rehearsal, id);
      rehearsal.await(id, _ -> model.hanging() == 1);
      redrive(rehearsal, id);

      var task = rehearsal.awaitEnd(id);
      assertThat(task.output()).hasToString("\"Of use.\"");
      assertThat(model.calls()).hasSize(3);
      assertThat(task.usage().modelCalls()).isEqualTo(2);
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
    try (var rehearsal = rehearsal(model, "")) {
      var id = rehearsal.submit("Go?", WORKFLOW);
      awaitAsked(rehearsal, id, 1);
      rehearsal.await(id, _ -> of(rehearsal, id, "agent-call-ended").size() == 2);

      redrive(rehearsal, id);
      awaitAsked(rehearsal, id, 2);
      approve(rehearsal, id + ".1.1.2", "that one");

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Done.\"");
      assertThat(results(model, "lead").getFirst()).contains("Doubtful.");
      assertThat(callsOf(model, "careful")).hasSize(1);
      assertThat(callsOf(model, "expert")).hasSize(2);
    }
  }

  @Test
  void what_only_waited_for_a_person_is_asked_again_and_the_model_is_not() {
    var model = new ScriptedModel().asks("lead", asks("a", "Which?")).says("lead", "Done.");
    try (var rehearsal = rehearsal(model, "")) {
      var id = rehearsal.submit("Go?", WORKFLOW);
      awaitAsked(rehearsal, id, 1);

      redrive(rehearsal, id);
      awaitAsked(rehearsal, id, 2);
      approve(rehearsal, id + ".1.1.1", "that one");

      var task = rehearsal.awaitEnd(id);
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(model.calls()).hasSize(2);
      assertThat(task.usage().modelCalls()).isEqualTo(2);
    }
  }

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
    try (var rehearsal =
        rehearsal(model, "troupe.budgets.task { model-calls = 2, exhausted = ask }")) {
      var id = rehearsal.submit("Go?", WORKFLOW);
      rehearsal.await(id, task -> task.status() == TaskStatus.WAITING && asked(rehearsal, id) == 1);
      assertThat(callsOf(model, "lead")).hasSize(1);
      assertThat(rehearsal.approvals(id).getFirst().id()).isEqualTo(id + ".1.1");
      approve(rehearsal, id + ".1.1", "go on");

      var task = rehearsal.awaitEnd(id);
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(asked(rehearsal, id)).isEqualTo(1);
      assertThat(results(model, "lead").get(0)).contains("Seen.");
      assertThat(results(model, "lead").get(1)).contains("Doubtful.");
      assertThat(callsOf(model, "scout")).hasSize(1);
      assertThat(task.usage().modelCalls()).isEqualTo(4);
      assertThat(ticks).hasValue(1);
    }
  }

  private static int asked(Rehearsal rehearsal, String id) {
    return of(rehearsal, id, "approval-requested").size();
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
    try (var rehearsal =
        rehearsal(model, "troupe.budgets.task { model-calls = 2, exhausted = ask }")) {
      var id = rehearsal.submit("Go?", WORKFLOW);
      rehearsal.await(id, task -> task.status() == TaskStatus.WAITING && asked(rehearsal, id) == 1);
      approve(rehearsal, id + ".1.1", "go on");

      var task = rehearsal.awaitEnd(id);
      assertThat(task.output()).hasToString("\"Done.\"");
      assertThat(model.calls()).hasSize(6);
      assertThat(task.usage().modelCalls()).isEqualTo(5);
      assertThat(asked(rehearsal, id)).isEqualTo(1);
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
    try (var rehearsal =
        rehearsal(model, "troupe.budgets.task { model-calls = 2, exhausted = stop }")) {
      var id = rehearsal.submit("Go?", WORKFLOW);

      assertThat(rehearsal.awaitEnd(id).failure())
          .extracting(TaskView.Failure::type)
          .isEqualTo("Budget.Exhausted");
      rehearsal.await(id, _ -> model.hanging() == 0);
    }
  }
}
