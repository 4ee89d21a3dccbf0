package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.Position.Pausing;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.workflow.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a task whose budget is spent, or puts it to people and goes on with what they add. */
final class BudgetRunner {
  private static final long NANOS = 1_000_000_000;

  private final Interpreter interpreter;
  private final Frame frame;

  BudgetRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  /** No retry and no catcher of the workflow has a say: they would only spend more. */
  void exhausted(String error, String cause) {
    var budget = interpreter.running().terms().limits().budget();
    switch (budget == null ? Budget.Exhaustion.STOP : budget.exhaustion()) {
      case STOP -> interpreter.endWith(error, cause);
      case FINISH -> finish(error, cause);
      case ASK -> ask(error, cause);
    }
  }

  private void finish(String error, String cause) {
    var draft = interpreter.running().progress().spent().draft();
    if (draft == null) {
      interpreter.endWith(error, cause + ". There was nothing yet to finish with.");
    } else {
      interpreter.completeWith(Outcome.UNFINISHED, interpreter.write(frame, draft.json()));
    }
  }

  private void ask(String error, String cause) {
    var asked = frame.position() instanceof Failed(_, var work, _, _) ? work : null;
    if (asked == null || asked.approval() != null) {
      interpreter.endWith(error, cause);
    } else {
      var request = ApprovalRequest.read(request(error, cause));
      new ApprovalRunner(interpreter, frame).request(asked, request);
    }
  }

  private JsonNode request(String error, String cause) {
    var request = JsonNodeFactory.instance.objectNode();
    request.put(
        "question",
        (error.equals(Budget.TENANT_EXHAUSTED)
                ? "%s. Approve with edits that say how much to add; reject to end the task."
                : "%s. Approve to add as much again, or say in edits how much; reject to end the task.")
            .formatted(cause));
    request
        .putObject("details")
        .put("error", error)
        .put("cause", cause)
        .put("state", frame.visit().state());
    request.set("form", form());
    return request;
  }

  private static ObjectNode form() {
    var form = JsonNodeFactory.instance.objectNode();
    form.put("type", "object").put("additionalProperties", false).put("minProperties", 1);
    var properties = form.putObject("properties");
    properties.putObject("money").put("type", "number").put("exclusiveMinimum", 0);
    for (var whole : new String[] {"tokens", "modelCalls", "seconds"}) {
      properties.putObject(whole).put("type", "integer").put("minimum", 1);
    }
    return form;
  }

  /** What people add is for every step that waits for it. */
  void raise(Approval approval, String error, @Nullable JsonNode edits) {
    var budget = interpreter.running().terms().limits().budget();
    var by = edits == null || budget == null ? again(budget) : amounts(edits);
    closeOthers(approval, error);
    interpreter.emit(new TaskEvent.BudgetRaised(approval.id(), error, by, interpreter.now()));
    for (var paused : List.copyOf(interpreter.running().frames().values())) {
      if (paused.position() instanceof Pausing(var visit, var work, var dueAt)
          && work != null
          && dueAt.equals(interpreter.now())
          && interpreter.machine(paused).state(visit.state()) instanceof State.TaskState state) {
        var scope = new Scopes(interpreter, paused).of(visit.input().json());
        new StepRunner(interpreter, paused).assignAgain(state, scope, work);
      }
    }
  }

  private void closeOthers(Approval approval, String error) {
    for (var other : List.copyOf(interpreter.running().frames().values())) {
      if (other.position() instanceof Working(_, var work)
          && work.lacksBudget(error)
          && work.approval() != null
          && !work.approval().id().equals(approval.id())) {
        interpreter.closeApproval(work);
      }
    }
  }

  private static Amounts again(@Nullable Budget budget) {
    return budget == null ? Amounts.NONE : budget.asMuchAgain();
  }

  private static Amounts amounts(JsonNode edits) {
    return new Amounts(
        Math.max(0, Math.round(edits.path("money").asDouble() * NANOS)),
        edits.path("tokens").asLong(),
        edits.path("modelCalls").asLong(),
        edits.path("seconds").asLong() * 1_000);
  }
}
