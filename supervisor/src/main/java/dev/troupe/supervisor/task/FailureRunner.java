package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Budget;
import dev.troupe.supervisor.workflow.Catcher;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Handlers;
import dev.troupe.supervisor.workflow.Transition;
import java.time.Instant;

/**
 * Finds who handles a failed state: one of its retriers, else one of its catchers, else whoever
 * runs the frame.
 */
final class FailureRunner {
  private final Interpreter interpreter;
  private final Frame frame;
  private final Handlers handlers;

  FailureRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
    this.handlers = interpreter.machine(frame).state(frame.visit().state()).handlers();
  }

  /**
   * @param reportedByTask the failure came from the work, not from the state around it
   */
  void fail(String error, String cause, boolean reportedByTask) {
    if (Budget.isExhausted(error)) {
      new BudgetRunner(interpreter, frame).exhausted(error, cause);
      return;
    }
    if (isPutToPeople(error, cause) || (!wasPutToPeople() && isRetried(error, reportedByTask))) {
      return;
    }
    for (var catcher : handlers.catchers()) {
      if (catcher.covers(error, reportedByTask)) {
        handle(catcher, error, cause);
        return;
      }
    }
    giveUp(error, cause);
  }

  private boolean isPutToPeople(String error, String cause) {
    var escalation = handlers.escalation();
    return escalation != null
        && frame.position() instanceof Position.Failed(_, var work, _, _)
        && EscalationRunner.isDue(escalation, work)
        && new EscalationRunner(interpreter, frame).ask(escalation, work, error, cause);
  }

  /** What people have left as it is, trying again would only put to them again. */
  private boolean wasPutToPeople() {
    return frame.position() instanceof Position.Failed(_, var work, _, _)
        && work.approval() != null
        && work.approval().failure() != null;
  }

  /** The first retrier that covers the error decides: what stands behind it is not asked. */
  private boolean isRetried(String error, boolean reportedByTask) {
    var retriers = handlers.retry();
    for (var index = 0; index < retriers.size(); index++) {
      var retrier = retriers.get(index);
      if (retrier.covers(error, reportedByTask)) {
        int used = frame.visit().retries().getOrDefault(index, 0);
        if (used < retrier.maxAttempts()) {
          var delay = retrier.delay(used, interpreter.moment());
          schedule(index, interpreter.now().plus(delay));
          return true;
        }
        return false;
      }
    }
    return false;
  }

  private void schedule(int retrier, Instant dueAt) {
    var work = frame.position() instanceof Position.Failed(_, var failed, _, _) ? failed : null;
    interpreter.emit(
        new TaskEvent.RetryScheduled(
            work == null ? 0 : work.assignment(),
            work == null ? frame.visit().retried() + 2 : work.attempt() + 1,
            retrier,
            dueAt,
            frame.number(),
            interpreter.now()));
  }

  private void handle(Catcher catcher, String error, String cause) {
    var visit = frame.visit();
    var errorOutput =
        JsonNodeFactory.instance
            .objectNode()
            .put("Error", error)
            // The service gives a timeout no cause; machines may compare it.
            .put("Cause", error.equals(ErrorNames.TIMEOUT) ? "" : cause);
    interpreter.emit(
        new TaskEvent.ErrorCaught(frame.number(), visit.state(), error, cause, interpreter.now()));
    try {
      new StateRunner(interpreter, frame, visit)
          .exit(
              catcher.flow(),
              catcher.assign(),
              errorOutput,
              new Scopes(interpreter, frame).withError(visit.input().json(), errorOutput),
              new Transition.Next(catcher.next()));
    } catch (EvaluationFailure inCatcher) {
      giveUp(inCatcher.error(), interpreter.located(frame, inCatcher.cause()));
    }
  }

  private void giveUp(String error, String cause) {
    if (frame.isTop()) {
      interpreter.endWith(error, cause);
      return;
    }
    interpreter.emit(new TaskEvent.BranchFailed(frame.number(), error, cause, interpreter.now()));
    new BranchRunner(interpreter, interpreter.running().frame(frame.parent()))
        .onFailed(error, cause);
  }
}
