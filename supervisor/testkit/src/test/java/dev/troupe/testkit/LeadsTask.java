package dev.troupe.testkit;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.Tools;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A task with one step for a lead, who may call others and ask people: what tests of its further
 * attempts begin with.
 *
 * @param ticks how often the lead's tool was called
 */
record LeadsTask(Rehearsal rehearsal, String id, AtomicInteger ticks) implements AutoCloseable {
  static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
        "Type": "Task", "Resource": "agent:lead", "TimeoutSeconds": 60, "End": true}}}
      """;

  /** With a second attempt a second behind the first one's time. */
  static final String RETRIED =
      WORKFLOW.replace(
          "\"End\"",
          "\"Retry\": [{\"ErrorEquals\": [\"States.Timeout\"], \"IntervalSeconds\": 1}], \"End\"");

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

  record Nothing() {}

  static LeadsTask begin(ModelGateway model) {
    return begin(model, WORKFLOW, "");
  }

  static LeadsTask begin(ModelGateway model, String workflow, String settings) {
    var ticks = new AtomicInteger();
    var tools = Tools.NONE.with("tick", "Ticks.", Nothing.class, (_, _) -> ticks.incrementAndGet());
    var rehearsal = Rehearsal.of(model, TEAM + settings, tools);
    return new LeadsTask(rehearsal, rehearsal.submit("Go?", workflow), ticks);
  }

  // What a model asks for, and what it was told

  static ToolRequest calls(String id, String role) {
    return new ToolRequest(
        id, "call_agent", "{\"role\": \"%s\", \"task\": \"Do.\"}".formatted(role));
  }

  static ToolRequest asks(String id, String question) {
    return new ToolRequest(id, "ask_human", "{\"question\": \"%s\"}".formatted(question));
  }

  static List<ModelGateway.Call> callsOf(ScriptedModel model, String role) {
    return model.calls().stream().filter(call -> call.role().name().equals(role)).toList();
  }

  static List<String> results(ScriptedModel model, String role) {
    return callsOf(model, role).getLast().prompt().messages().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  // What happens to the task

  List<TaskEventView> events(String type) {
    return rehearsal.events(id).stream().filter(event -> event.type().equals(type)).toList();
  }

  List<ApprovalView> approvals() {
    return rehearsal.approvals(id);
  }

  void await(BooleanSupplier condition) {
    rehearsal.await(id, _ -> condition.getAsBoolean());
  }

  void awaitAsked(int questions) {
    await(() -> events("approval-requested").size() == questions);
  }

  /** Nobody is at work but people, who were asked once. */
  void awaitWaiting() {
    rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);
    awaitAsked(1);
  }

  TaskView awaitEnd() {
    return rehearsal.awaitEnd(id);
  }

  /**
   * @param approval its id behind the task's
   */
  void approve(String approval, String comment) {
    rehearsal.decide(
        id + approval, new ApprovalDecision(Choice.APPROVE, "local", null, null, comment));
  }

  /** Cancels what goes on, and lets it go on in another run. */
  void redrive() {
    rehearsal.tasks().cancel("default", id, "later").toCompletableFuture().join();
    rehearsal.awaitEnd(id);
    rehearsal.tasks().redrive("default", id).toCompletableFuture().join();
  }

  @Override
  public void close() {
    rehearsal.close();
  }
}
