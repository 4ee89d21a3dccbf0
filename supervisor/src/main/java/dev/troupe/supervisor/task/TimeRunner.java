package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.Position.Arriving;
import dev.troupe.supervisor.task.Position.Branching;
import dev.troupe.supervisor.task.Position.Elapsed;
import dev.troupe.supervisor.task.Position.Entered;
import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.Position.Left;
import dev.troupe.supervisor.task.Position.Pausing;
import dev.troupe.supervisor.task.Position.Returned;
import dev.troupe.supervisor.task.Position.Starting;
import dev.troupe.supervisor.task.Position.Waiting;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what has fallen due, and does what its time was set for. */
final class TimeRunner {
  private final Interpreter interpreter;

  TimeRunner(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  void pass(LastHeard heard) {
    var deadline = interpreter.running().terms().deadline();
    if (now().isBefore(deadline)) {
      runDue(heard);
    } else {
      interpreter.endWith(
          ErrorNames.TIMEOUT, "The task was not done by its deadline, %s.".formatted(deadline));
    }
  }

  void runDue(LastHeard heard) {
    for (var frame : List.copyOf(interpreter.running().frames().values())) {
      var due = frame.position().dueAt(heard);
      if (due != null
          && !now().isBefore(due)
          && interpreter.hasRoom()
          && interpreter.isOpen(frame)) {
        interpreter.run(frame, () -> fallDue(frame, heard));
      }
    }
  }

  /** What is to be tried again now begins, as far as one write reaches; the rest falls due next. */
  void resume() {
    for (var frame : List.copyOf(interpreter.running().frames().values())) {
      if (frame.position() instanceof Pausing(var visit, var work, var dueAt)
          && !now().isBefore(dueAt)
          && interpreter.hasRoom()
          && interpreter.isOpen(frame)) {
        interpreter.run(frame, () -> tryAgain(frame, visit, work));
      }
    }
  }

  private void fallDue(Frame frame, LastHeard heard) {
    switch (frame.position()) {
      case Working _ -> expire(frame, heard);
      case Pausing(var visit, var work, _) -> tryAgain(frame, visit, work);
      case Waiting _ -> interpreter.emit(new TaskEvent.TimerFired(frame.number(), now()));
      case Starting _,
          Arriving _,
          Entered _,
          Returned _,
          Failed _,
          Elapsed _,
          Branching _,
          Left _ ->
          throw new IllegalStateException("Nothing of this falls due: %s".formatted(frame));
    }
  }

  /** Whoever called one whose time is over hears nothing of it where its own time is over too. */
  private void expire(Frame frame, LastHeard heard) {
    var isCalled = true;
    while (isCalled
        && interpreter.isUnderWay()
        && current(frame).position() instanceof Working(_, var step)
        && isDue(current(frame), heard)
        && interpreter.hasRoom()) {
      var due = step.due(now(), heard);
      isCalled = due.assignment() != step.assignment();
      expire(current(frame), step, due);
    }
  }

  private Frame current(Frame frame) {
    return interpreter.running().frame(frame.number());
  }

  private boolean isDue(Frame frame, LastHeard heard) {
    var due = frame.position().dueAt(heard);
    return due != null && !now().isBefore(due);
  }

  private void expire(Frame frame, Work step, Work due) {
    if (due.approval() != null) {
      new StepRunner(interpreter, frame).expire(due);
    } else if (due.assignment() != step.assignment()) {
      new CallRunner(interpreter, frame).expire(due);
    } else {
      new ApprovalClosing(interpreter).of(step);
      new StepRunner(interpreter, frame).expire(step);
    }
  }

  private void tryAgain(Frame frame, Visit visit, @Nullable Work work) {
    new ApprovalClosing(interpreter).tell(work);
    if (work != null
        && interpreter.machine(frame).state(visit.state()) instanceof State.TaskState state) {
      var scope = new Scopes(interpreter, frame).of(visit.input().json());
      new StepRunner(interpreter, frame).assignAgain(state, scope, work);
    } else {
      new StateRunner(interpreter, frame, visit).run();
    }
  }

  private Instant now() {
    return interpreter.now();
  }
}
