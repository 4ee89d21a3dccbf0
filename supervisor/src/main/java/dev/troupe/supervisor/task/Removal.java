package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.SupervisorMessage.Removed;
import dev.troupe.supervisor.task.TaskEvent.TaskRetired;
import java.time.Instant;
import java.util.Optional;

/** Which tasks may be removed. */
final class Removal {
  private Removal() {}

  /**
   * The event that retires the task; empty where it stays.
   *
   * @param endedBefore what ended later, is open, or was redriven meanwhile stays
   * @param sequence of the last event that whoever asks has seen, and archived: what has another
   *     one stays
   */
  static Optional<TaskRetired> retire(Task task, Instant endedBefore, long sequence, Instant now) {
    return task instanceof Ended ended
            && ended.endedAt().isBefore(endedBefore)
            && ended.sequence() == sequence
        ? Optional.of(new TaskRetired(now))
        : Optional.empty();
  }

  /** What whoever asks for more is told. */
  static Removed stands(Task task) {
    return switch (task) {
      case Task.Absent _ -> Removed.GONE;
      case Retired _ -> Removed.RETIRED;
      case Copying _, Running _, Ended _ -> Removed.STAYS;
    };
  }
}
