package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.task.Position.Failed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a task whose budget is spent, or puts it to people and goes on with what they add. */
final class BudgetRunner {
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
    request.set("form", BudgetForm.schema());
    return request;
  }

  /** What people add is for every step that waits for it. */
  void raise(Approval approval, String error, @Nullable JsonNode edits) {
    var budget = interpreter.running().terms().limits().budget();
    var by = edits == null || budget == null ? again(budget) : BudgetForm.amounts(edits);
    if (error.equals(Budget.EXHAUSTED) && by.millis() > 0) {
      by = by.plus(overdue());
    }
    interpreter.emit(new TaskEvent.BudgetRaised(approval.id(), error, by, interpreter.now()));
    new TimeRunner(interpreter).resume();
  }

  private static Amounts again(@Nullable Budget budget) {
    return budget == null ? Amounts.NONE : budget.asMuchAgain();
  }

  /** Time ran on while people slept: what they add begins now. */
  private Amounts overdue() {
    var charge = interpreter.running().charge(interpreter.environment().taskKey());
    var end = charge == null ? null : charge.end();
    return end == null || interpreter.now().isBefore(end)
        ? Amounts.NONE
        : new Amounts(0, 0, 0, Duration.between(end, interpreter.now()).toMillis());
  }
}
