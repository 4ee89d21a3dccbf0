package dev.troupe.supervisor.task;

import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.task.Position.Pausing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes approvals that nobody needs to decide any more. */
final class ApprovalClosing {
  private final Interpreter interpreter;

  ApprovalClosing(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  void of(Work work) {
    work.tree().forEach(this::closeOwn);
  }

  private void closeOwn(Work work) {
    if (work.approval() != null && work.approval().isOpen()) {
      interpreter.emit(
          new ApprovalEvent.ApprovalClosed(
              work.approval().id(), ApprovalStatus.CANCELLED, interpreter.now()));
    }
  }

  void ofAll() {
    interpreter.running().openWork().toList().forEach(this::closeOwn);
    for (var frame : List.copyOf(interpreter.running().frames().values())) {
      if (frame.position() instanceof Pausing(_, var work, var dueAt)
          && !interpreter.now().isBefore(dueAt)) {
        tell(work);
      }
    }
  }

  /** Another decision has answered for it; the listing hears of that now. */
  void tell(@Nullable Work paused) {
    if (paused != null && paused.approval() != null && paused.isAnsweredFor()) {
      interpreter.emit(
          new ApprovalEvent.ApprovalClosed(
              paused.approval().id(), ApprovalStatus.CANCELLED, interpreter.now()));
    }
  }
}
