package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A model asks people in the midst of its work. */
class AskHumanTest {
  private static final String CLERK =
      """
      troupe.agents.person-answers-within = 2 hours
      troupe.roles.clerk { instructions = Work., tools = [ask_human, double], limits.tool-calls = 4 }
      """;

  private static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
        "Type": "Task", "Resource": "agent:clerk", "TimeoutSeconds": 60, "End": true}}}
      """;

  record Figure(int value) {}

  private static Rehearsal rehearsal(ScriptedModel model) {
    var tools =
        Tools.NONE.with("double", "Doubles.", Figure.class, (figure, _) -> figure.value() * 2);
    return Rehearsal.of(model, CLERK, tools);
  }

  private static ToolRequest asks(String id, String json) {
    return new ToolRequest(id, "ask_human", json);
  }

  private static ApprovalDecision decision(Choice choice, @Nullable String edits) {
    var answer = edits == null ? null : Json.parse(edits);
    return new ApprovalDecision(choice, "local", "Ada", answer, "as you like");
  }

  private static ApprovalView asked(Rehearsal rehearsal, String id, int number) {
    rehearsal.await(
        id,
        task -> task.status() == TaskStatus.WAITING && rehearsal.approvals(id).size() == number);
    return rehearsal.approvals(id).getLast();
  }

  /** What the model's last call was shown of its tools, in order. */
  private static List<String> results(ScriptedModel model) {
    return model.calls().getLast().prompt().messages().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  @Test
  void a_question_beside_a_tool_is_answered_in_a_later_run_too() {
    var model =
        new ScriptedModel()
            .asks(
                "clerk",
                new ToolRequest("a", "double", "{\"value\": 21}"),
                asks("b", "{\"question\": \"Go on?\"}"))
            .says("clerk", "Done.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Work.", WORKFLOW);
      asked(rehearsal, id, 1);
      rehearsal.tasks().cancel("default", id, "later").toCompletableFuture().join();
      rehearsal.awaitEnd(id);

      rehearsal.tasks().redrive("default", id).toCompletableFuture().join();
      rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);
      rehearsal.decide(id + ".1.1.2", decision(Choice.APPROVE, null));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Done.\"");
      assertThat(results(model)).first().isEqualTo("42");
      assertThat(model.calls()).hasSize(2);
    }
  }

  @Test
  void what_a_person_decides_comes_back_to_the_model_as_from_a_person() {
    var model =
        new ScriptedModel()
            .asks(
                "clerk",
                asks("a", "{\"question\": \"Which colour?\", \"choices\": [\"red\", \"blue\"]}"))
            .says("clerk", "Blue it is.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);

      var approval = asked(rehearsal, id, 1);
      assertThat(approval.id()).isEqualTo(id + ".1.1.1");
      assertThat(approval.question()).isEqualTo("Which colour?");
      assertThat(approval.details()).hasToString("{\"role\":\"clerk\"}");
      assertThat(
              rehearsal
                  .tasks()
                  .decide("default", approval.id(), decision(Choice.APPROVE, "\"green\""))
                  .toCompletableFuture()
                  .join())
          .isInstanceOf(ApprovalReply.Invalid.class);
      rehearsal.decide(approval.id(), decision(Choice.APPROVE, "\"blue\""));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Blue it is.\"");
      assertThat(results(model))
          .containsExactly(
              "{\"from\":\"person\",\"by\":\"Ada\",\"decision\":\"approve\",\"answer\":\"blue\",\"comment\":\"as you like\"}");
      assertThat(rehearsal.eventTypes(id))
          .containsExactly(
              "task-submitted",
              "state-entered",
              "step-assigned",
              "approval-requested",
              "approval-decided",
              "step-returned",
              "state-exited",
              "task-completed");
      assertThat(
              rehearsal
                  .tasks()
                  .decide("default", approval.id(), decision(Choice.REJECT, null))
                  .toCompletableFuture()
                  .join())
          .isInstanceOf(ApprovalReply.NotTaken.class);
    }
  }

  @Test
  void a_rejection_is_an_answer_and_no_failure() {
    var model =
        new ScriptedModel()
            .asks("clerk", asks("a", "{\"question\": \"May I?\"}"))
            .says("clerk", "Then not.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);
      rehearsal.decide(asked(rehearsal, id, 1).id(), decision(Choice.REJECT, null));

      assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(results(model).getFirst()).contains("\"decision\":\"reject\"", "as you like");
    }
  }

  @Test
  void the_steps_time_stands_still_while_a_person_is_asked_and_runs_again_behind_it() {
    var model =
        new ScriptedModel().asks("clerk", asks("a", "{\"question\": \"May I?\"}")).hangs("clerk");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);
      var approval = asked(rehearsal, id, 1);

      rehearsal.timePasses(Duration.ofMinutes(50));
      assertThat(rehearsal.task(id).status()).isEqualTo(TaskStatus.WAITING);
      rehearsal.decide(approval.id(), decision(Choice.APPROVE, null));
      rehearsal.await(id, _ -> model.calls().size() == 2);
      rehearsal.timePasses(Duration.ofSeconds(59));
      assertThat(rehearsal.task(id).status()).isEqualTo(TaskStatus.RUNNING);
      rehearsal.timePasses(Duration.ofSeconds(2));

      assertThat(rehearsal.awaitEnd(id).failure())
          .extracting(failure -> failure.type())
          .isEqualTo("States.Timeout");
    }
  }

  @Test
  void where_nobody_answers_in_time_the_model_is_told() {
    var model =
        new ScriptedModel()
            .asks("clerk", asks("a", "{\"question\": \"Who?\", \"expiresInSeconds\": 600}"))
            .says("clerk", "Nobody said.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);
      var approval = asked(rehearsal, id, 1);

      rehearsal.timePasses(Duration.ofSeconds(601));

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Nobody said.\"");
      assertThat(results(model).getFirst()).startsWith("Error: ask_human: nobody answered by ");
      assertThat(rehearsal.approvals(id).getFirst().status()).isEqualTo(ApprovalStatus.EXPIRED);
      assertThat(approval.expiresAt()).isNotNull();
    }
  }

  @Test
  void questions_of_one_reply_are_asked_in_turn_behind_its_other_tools() {
    var model =
        new ScriptedModel()
            .asks(
                "clerk",
                asks("a", "{\"question\": \"First?\"}"),
                new ToolRequest("b", "double", "{\"value\": 21}"),
                asks("c", "{\"question\": \"Second?\"}"),
                asks("d", "{\"question\": \"\"}"))
            .says("clerk", "Done.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);
      rehearsal.decide(asked(rehearsal, id, 1).id(), decision(Choice.APPROVE, "1"));
      var second = asked(rehearsal, id, 2);
      assertThat(second.id()).isEqualTo(id + ".1.1.3");
      rehearsal.decide(second.id(), decision(Choice.APPROVE, "2"));

      rehearsal.awaitEnd(id);
      assertThat(results(model)).hasSize(4);
      assertThat(results(model).get(0)).contains("\"answer\":1");
      assertThat(results(model).get(1)).isEqualTo("42");
      assertThat(results(model).get(2)).contains("\"answer\":2");
      assertThat(results(model).get(3)).startsWith("Error: ");
    }
  }

  @Test
  void a_cancelled_task_asks_nobody_any_more() {
    var model = new ScriptedModel().asks("clerk", asks("a", "{\"question\": \"May I?\"}"));
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);
      asked(rehearsal, id, 1);

      rehearsal.tasks().cancel("default", id, "enough").toCompletableFuture().join();

      assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(rehearsal.approvals(id).getFirst().status()).isEqualTo(ApprovalStatus.CANCELLED);
    }
  }

  @Test
  void a_form_that_is_no_schema_is_told_to_the_model_and_asks_nobody() {
    var model =
        new ScriptedModel()
            .asks("clerk", asks("a", "{\"question\": \"What?\", \"form\": {\"type\": 7}}"))
            .says("clerk", "Never mind.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);

      assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(rehearsal.approvals(id)).isEmpty();
      assertThat(results(model).getFirst()).contains("the form cannot be used");
    }
  }
}
