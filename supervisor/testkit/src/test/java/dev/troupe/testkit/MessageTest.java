package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.Tools;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.Message;
import dev.troupe.supervisor.MessageReply;
import dev.troupe.supervisor.TaskStatus;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Somebody tells agents something while they work. */
class MessageTest {
  private static final String ROLES =
      """
      troupe.roles {
        clerk { instructions = Work., tools = [wait, ask_human] }
        writer { instructions = Write. }
      }
      """;

  private static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {
        "Work": {"Type": "Task", "Resource": "agent:clerk", "Next": "Write"},
        "Write": {"Type": "Task", "Resource": "agent:writer", "End": true}}}
      """;

  private static final Tools IDLE =
      Tools.NONE.with("wait", "Waits.", Nothing.class, (_, _) -> "waited");

  record Nothing() {}

  private static MessageReply tell(
      Rehearsal rehearsal, String task, String text, @Nullable String to, @Nullable String key) {
    return rehearsal
        .tasks()
        .tell("default", new Message(task, text, to, key))
        .toCompletableFuture()
        .join();
  }

  private static String prompt(ScriptedModel model, int call) {
    return model.calls().get(call).prompt().messages().toString();
  }

  @Test
  void what_comes_in_the_midst_of_a_tool_is_read_before_the_next_turn_and_once() {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var tools =
        Tools.NONE.with(
            "wait",
            "Waits.",
            Nothing.class,
            (_, _) -> {
              begun.countDown();
              goOn.await();
              return "waited";
            });
    var model =
        new ScriptedModel()
            .asks("clerk", new ToolRequest("a", "wait", "{}"))
            .asks("clerk", new ToolRequest("b", "wait", "{}"))
            .says("clerk", "Done.")
            .says("writer", "Written.");
    try (var rehearsal = Rehearsal.of(model, ROLES, tools)) {
      var id = rehearsal.submit("Go.", WORKFLOW);
      await(begun);

      var taken = tell(rehearsal, id, "Use the blue one.", null, "k-1");
      assertThat(taken).isInstanceOf(MessageReply.Taken.class);
      assertThat(tell(rehearsal, id, "Use the blue one.", null, "k-1")).isEqualTo(taken);
      assertThat(tell(rehearsal, id, "Use the red one.", null, "k-1"))
          .isInstanceOf(MessageReply.Refused.class);
      assertThat(tell(rehearsal, id, "Be brief.", "writer", null))
          .isInstanceOf(MessageReply.Taken.class);
      goOn.countDown();

      rehearsal.awaitEnd(id);
      assertThat(prompt(model, 0)).doesNotContain("blue");
      assertThat(prompt(model, 1)).containsOnlyOnce("Use the blue one.");
      assertThat(prompt(model, 2)).containsOnlyOnce("Use the blue one.").doesNotContain("brief");
      assertThat(prompt(model, 3)).containsOnlyOnce("Be brief.").doesNotContain("blue");
      var transcripts =
          rehearsal
              .tasks()
              .transcripts("default", id, Optional.empty())
              .toCompletableFuture()
              .join();
      assertThat(transcripts.getFirst().at("/calls/0").toString()).doesNotContain("blue");
      assertThat(transcripts.getFirst().at("/calls/1/messages").toString())
          .contains("Use the blue one.");
      // A call with other words in it is another call to whoever goes by the key.
      assertThat(model.calls())
          .extracting(call -> call.idempotencyKey().substring(id.length()))
          .containsExactly(":1:1", ":1:2+1", ":1:3", ":2:1+1", ":2:2");
    }
  }

  @Test
  void a_message_waits_with_an_agent_that_waits_for_a_person() {
    var model =
        new ScriptedModel()
            .asks("clerk", new ToolRequest("a", "ask_human", "{\"question\": \"May I?\"}"))
            .says("clerk", "Done.")
            .says("writer", "Written.");
    try (var rehearsal = Rehearsal.of(model, ROLES, IDLE)) {
      var id = rehearsal.submit("Go.", WORKFLOW);
      rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);

      assertThat(tell(rehearsal, id, "Hurry up.", "1", null))
          .isInstanceOf(MessageReply.Taken.class);
      rehearsal.decide(
          rehearsal.approvals(id).getFirst().id(),
          new ApprovalDecision(Choice.APPROVE, "local", null, null, null));

      rehearsal.awaitEnd(id);
      assertThat(prompt(model, 1)).contains("Hurry up.");
      assertThat(prompt(model, 2)).doesNotContain("Hurry up.");
    }
  }

  @Test
  void what_nobody_will_read_is_refused() {
    var model = new ScriptedModel().says("clerk", "Done.").says("writer", "Written.");
    try (var rehearsal = Rehearsal.of(model, ROLES, IDLE)) {
      var id = rehearsal.submit("Go.", WORKFLOW);
      rehearsal.awaitEnd(id);

      assertThat(tell(rehearsal, id, "Too late.", null, null))
          .isEqualTo(new MessageReply.Refused("It has ended, and nobody works on it any more."));
      assertThat(tell(rehearsal, "0199f3a2-7c1e-7b4d-9a55-3c1f2e8d4b60", "x", null, null))
          .isInstanceOf(MessageReply.Unknown.class);
      assertThat(rehearsal.eventTypes(id)).doesNotContain("message-given");
    }
  }

  @Test
  void while_a_task_of_its_own_does_the_work_the_message_is_sent_there() {
    var model = new ScriptedModel().hangs("bench-researcher");
    var parent =
        """
        {"QueryLanguage": "JSONata", "StartAt": "Hand", "States": {"Hand": {
          "Type": "Task", "Resource": "workflow:bench", "End": true}}}
        """;
    try (var rehearsal = Rehearsal.of(model, ROLES, IDLE)) {
      var id = rehearsal.submit("Go.", parent);
      rehearsal.await(id, task -> rehearsal.eventTypes(id).contains("step-assigned"));

      assertThat(tell(rehearsal, id, "Hurry up.", null, null))
          .isInstanceOfSatisfying(
              MessageReply.Refused.class,
              refused ->
                  assertThat(refused.why())
                      .startsWith(
                          "Tasks of their own do its work at the moment; send the message"));
    }
  }

  @Test
  void a_name_that_is_no_role_and_a_number_that_is_not_at_work_are_refused_by_name() {
    var model = new ScriptedModel().hangs("clerk");
    try (var rehearsal = Rehearsal.of(model, ROLES, IDLE)) {
      var id = rehearsal.submit("Go.", WORKFLOW);

      assertThat(tell(rehearsal, id, "x", "nobody", null))
          .isEqualTo(new MessageReply.Refused("There is no role 'nobody' here."));
      assertThat(tell(rehearsal, id, "x", "7", null))
          .isEqualTo(new MessageReply.Refused("No agent is at work on assignment 7."));
      for (int number = 0; number < 32; number++) {
        assertThat(tell(rehearsal, id, "x", null, null)).isInstanceOf(MessageReply.Taken.class);
      }
      assertThat(tell(rehearsal, id, "x", null, null))
          .isEqualTo(new MessageReply.Refused("It has been given 32 messages, which is the most."));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
