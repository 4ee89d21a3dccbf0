package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State.TaskState;
import java.time.Instant;

/** Hands a step to an agent, again where the workflow says so, and gives up where it does not. */
final class StepRunner {
  static final String STEP_LIMIT_EXCEEDED = "Troupe.StepLimitExceeded";
  static final String UNBOUND_RESOURCE = "Troupe.UnboundResource";

  private final Interpreter interpreter;
  private final Frame frame;

  StepRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  void assign(TaskState state, Scope scope) {
    var running = interpreter.running();
    var limit = running.terms().limits().steps();
    if (running.progress().assignments() >= limit) {
      interpreter.endWith(
          STEP_LIMIT_EXCEEDED, "The task has used up its %d steps.".formatted(limit));
      return;
    }
    var bound =
        interpreter
            .environment()
            .resources()
            .bound(state.resource(), running.terms().model())
            .orElseThrow(() -> unbound(state));
    var role = bound.role();
    var input =
        state.arguments() == null ? scope.input() : state.arguments().evaluate(scope, "Arguments");
    interpreter.emit(
        new TaskEvent.StepAssigned(
            running.progress().assignments() + 1,
            1,
            running.progress().agent(new Progress.Seat(role.name(), frame.number())),
            role.name(),
            bound.hash(),
            role.model(),
            frame.number(),
            frame.visit().state(),
            interpreter.write(input),
            deadline(state, scope),
            interpreter.now()));
  }

  private static EvaluationFailure unbound(TaskState state) {
    return new EvaluationFailure(
        UNBOUND_RESOURCE,
        "Nothing is bound to '%s' any more; configure the role, then submit the task again."
            .formatted(state.resource()));
  }

  private Instant deadline(TaskState state, Scope scope) {
    var ofTask = interpreter.running().terms().deadline();
    if (state.timeoutSeconds() == null) {
      return ofTask;
    }
    JsonNode seconds = state.timeoutSeconds().evaluate(scope, "TimeoutSeconds");
    if (!seconds.isIntegralNumber() || seconds.longValue() < 1 || !seconds.canConvertToInt()) {
      throw new EvaluationFailure(
          "States.QueryEvaluationError", "TimeoutSeconds must be a whole number from 1.");
    }
    var ofStep = interpreter.now().plusSeconds(seconds.longValue());
    return ofStep.isBefore(ofTask) ? ofStep : ofTask;
  }

  /** Whatever of this step has fallen due. */
  void onTime(Work work) {
    var now = interpreter.now();
    if (work.isOpen() && !now.isBefore(work.deadline())) {
      interpreter.emit(
          new TaskEvent.StepFailed(
              work.assignment(),
              work.attempt(),
              ErrorNames.TIMEOUT,
              "No answer by %s, the step's deadline.".formatted(work.deadline()),
              Usage.NONE,
              now));
    } else if (work.dueAt() != null && !now.isBefore(work.dueAt())) {
      assignAgain(work);
    }
  }

  /**
   * The same assignment to the same agent with the same input: only attempt and deadline differ.
   */
  private void assignAgain(Work work) {
    var visit = frame.visit();
    var state = state();
    interpreter.emit(
        new TaskEvent.StepAssigned(
            work.assignment(),
            work.attempt() + 1,
            work.agent(),
            work.role(),
            work.roleHash(),
            work.model(),
            frame.number(),
            visit.state(),
            interpreter.write(work.input().json()),
            deadline(state, new Scopes(interpreter, frame).of(visit.input().json())),
            interpreter.now()));
  }

  void onFailed(Work work, String error, String cause) {
    var retriers = state().retry();
    for (var index = 0; index < retriers.size(); index++) {
      var retrier = retriers.get(index);
      if (retrier.covers(error, true)) {
        int used = work.retries().getOrDefault(index, 0);
        if (used >= retrier.maxAttempts()) {
          break;
        }
        interpreter.emit(
            new TaskEvent.RetryScheduled(
                work.assignment(),
                work.attempt() + 1,
                index,
                interpreter.now().plus(retrier.delay(used)),
                interpreter.now()));
        return;
      }
    }
    new FailureRunner(interpreter, frame).fail(error, cause, true);
  }

  private TaskState state() {
    if (interpreter.machine(frame).state(frame.visit().state()) instanceof TaskState state) {
      return state;
    }
    throw new IllegalStateException("State '%s' is no Task".formatted(frame.visit().state()));
  }
}
