package dev.troupe.supervisor.task;

import dev.troupe.persistence.Decision;
import dev.troupe.supervisor.task.TaskEvent.TaskRedriven;
import dev.troupe.supervisor.task.TaskEvent.TaskRetired;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;

/**
 * A task's life: absent, then running (a fork: copied first), then ended, from where it may be
 * redriven, and retired before it is removed. Pure: no clock, no actor, no I/O.
 */
public sealed interface Task permits Task.Absent, Copying, Running, Ended, Retired {

  record Absent() implements Task {}

  /** Whether those who ask are told that there is none. */
  default boolean isUnknown() {
    return this instanceof Absent || this instanceof Retired;
  }

  /** How many events the task's journal holds: the last one's sequence number. */
  default long sequence() {
    return switch (this) {
      case Absent _ -> 0;
      case Copying copying -> copying.copied().sequence();
      case Running running -> running.progress().sequence();
      case Ended ended -> ended.sequence();
      case Retired retired -> retired.sequence();
    };
  }

  default Decision<TaskEvent, TaskRejection> decide(TaskCommand command, Environment environment) {
    return TaskDecider.decide(this, command, environment);
  }

  default Task evolve(TaskEvent event) {
    return switch (this) {
      case Absent _ -> {
        if (event instanceof TaskSubmitted submitted) {
          var origin = submitted.origin();
          yield origin == null ? Running.begin(submitted) : Copying.begin(submitted, origin);
        }
        throw new IllegalStateException("A journal began with %s".formatted(event));
      }
      case Copying copying -> copying.evolve(event);
      case Running running -> running.evolve(event);
      case Ended ended -> {
        if (event instanceof TaskRedriven redriven) {
          yield Revival.of(ended, redriven);
        }
        if (event instanceof TaskRetired(var at)) {
          yield new Retired(ended.sequence() + 1, at);
        }
        throw new IllegalStateException("%s behind a task's end".formatted(event));
      }
      case Retired _ ->
          throw new IllegalStateException("%s behind a task's removal".formatted(event));
    };
  }
}
