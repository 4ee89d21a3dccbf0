package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.supervisor.workflow.Catcher;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.State.ChoiceState;
import dev.troupe.supervisor.workflow.State.FailState;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.PassState;
import dev.troupe.supervisor.workflow.State.SucceedState;
import dev.troupe.supervisor.workflow.State.TaskState;
import dev.troupe.supervisor.workflow.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds who handles a failed state: one of its catchers, else whoever runs the frame. */
final class FailureRunner {
  private final Interpreter interpreter;
  private final Frame frame;

  FailureRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  /**
   * @param reportedByTask the failure came from the work, not from the state around it
   */
  void fail(String error, String cause, boolean reportedByTask) {
    var catcher = catcher(error, reportedByTask);
    if (catcher == null) {
      giveUp(error, cause);
      return;
    }
    try {
      handle(catcher, error, cause);
    } catch (EvaluationFailure inCatcher) {
      giveUp(inCatcher.error(), inCatcher.cause());
    }
  }

  private @Nullable Catcher catcher(String error, boolean reportedByTask) {
    return catchers().stream()
        .filter(catcher -> catcher.covers(error, reportedByTask))
        .findFirst()
        .orElse(null);
  }

  private List<Catcher> catchers() {
    return switch (interpreter.machine(frame).state(frame.visit().state())) {
      case TaskState task -> task.catchers();
      case MapState _, ChoiceState _, PassState _, SucceedState _, FailState _ -> List.of();
    };
  }

  private void handle(Catcher catcher, String error, String cause) {
    var visit = frame.visit();
    var errorOutput = JsonNodeFactory.instance.objectNode().put("Error", error).put("Cause", cause);
    var scope = new Scopes(interpreter, frame).withError(visit.input().json(), errorOutput);
    var runner = new StateRunner(interpreter, frame, visit);
    interpreter.emit(
        new TaskEvent.ErrorCaught(frame.number(), visit.state(), error, cause, interpreter.now()));
    runner.exit(
        catcher.output(),
        catcher.assign(),
        errorOutput,
        scope,
        new Transition.Next(catcher.next()));
  }

  private void giveUp(String error, String cause) {
    if (frame.isTop()) {
      interpreter.endWith(error, cause);
      return;
    }
    var parent = interpreter.running().frame(frame.parent());
    interpreter.emit(new TaskEvent.BranchFailed(frame.number(), error, cause, interpreter.now()));
    new FailureRunner(interpreter, parent).fail(error, cause, true);
  }
}
