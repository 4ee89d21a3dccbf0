package dev.troupe.supervisor.task;

import dev.troupe.persistence.Value;
import dev.troupe.supervisor.task.Position.Arriving;
import dev.troupe.supervisor.task.Position.Entered;
import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.Position.Left;
import dev.troupe.supervisor.task.Position.Mapping;
import dev.troupe.supervisor.task.Position.Returned;
import dev.troupe.supervisor.task.Position.Starting;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.task.TaskEvent.BranchCompleted;
import dev.troupe.supervisor.task.TaskEvent.BranchFailed;
import dev.troupe.supervisor.task.TaskEvent.BranchStarted;
import dev.troupe.supervisor.task.TaskEvent.ErrorCaught;
import dev.troupe.supervisor.task.TaskEvent.MapStarted;
import dev.troupe.supervisor.task.TaskEvent.RetryScheduled;
import dev.troupe.supervisor.task.TaskEvent.StateEntered;
import dev.troupe.supervisor.task.TaskEvent.StateExited;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import dev.troupe.supervisor.task.TaskEvent.TaskCancelled;
import dev.troupe.supervisor.task.TaskEvent.TaskCompleted;
import dev.troupe.supervisor.task.TaskEvent.TaskFailed;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each event changes in a running task, which has already counted it. */
final class TaskFolding {
  private TaskFolding() {}

  static Task fold(Running task, TaskEvent event) {
    return switch (event) {
      case TaskSubmitted _ -> throw new IllegalStateException("A task was submitted twice");
      case StateEntered entered -> onEntered(task, entered);
      case StateExited exited -> onExited(task, exited);
      case StepAssigned assigned -> onAssigned(task, assigned);
      case StepReturned returned -> onReturned(task, returned);
      case StepFailed failed -> onFailed(task, failed);
      case RetryScheduled scheduled -> onRetryScheduled(task, scheduled);
      case ErrorCaught _ -> task;
      case MapStarted started -> onMapStarted(task, started);
      case BranchStarted started -> onBranchStarted(task, started);
      case BranchCompleted completed -> onBranchCompleted(task, completed);
      case BranchFailed failed -> task.without(failed.frame());
      case TaskCompleted completed ->
          ended(
              task,
              new Ended.End.Completed(
                  completed.outcome(), task.read(completed.output(), "output").json()),
              completed);
      case TaskFailed failed ->
          ended(task, new Ended.End.Failed(failed.error(), failed.cause()), failed);
      case TaskCancelled cancelled ->
          ended(task, new Ended.End.Cancelled(cancelled.reason()), cancelled);
    };
  }

  private static Running onEntered(Running task, StateEntered event) {
    var visit =
        new Visit(
            event.state(),
            task.read(event.input(), "input"),
            task.progress().sequence(),
            event.at());
    return task.with(task.frame(event.frame()).at(new Entered(visit)));
  }

  private static Running onExited(Running task, StateExited event) {
    var output = task.read(event.output(), "output");
    Map<String, Held> assigned = new HashMap<>();
    for (Map.Entry<String, Value> variable : event.assigned().entrySet()) {
      assigned.put(
          variable.getKey(), task.read(variable.getValue(), "assigned/" + variable.getKey()));
    }
    var position =
        event.next() == null
            ? new Left(output, event.outcome())
            : new Arriving(event.next(), output);
    return task.with(task.frame(event.frame()).with(assigned).at(position));
  }

  private static Running onAssigned(Running task, StepAssigned event) {
    var frame = task.frame(event.frame());
    Map<Integer, Integer> retries =
        frame.position() instanceof Working(_, var earlier) ? earlier.retries() : Map.of();
    var work =
        new Work(
            event.assignment(),
            event.attempt(),
            event.agent(),
            event.role(),
            event.roleHash(),
            event.model(),
            task.read(event.input(), "input"),
            event.deadline(),
            retries,
            null);
    var seat = new Progress.Seat(event.role(), event.frame());
    return task.with(frame.at(new Working(frame.visit(), work)))
        .with(task.progress().assigned(event.assignment(), seat, event.agent()));
  }

  private static Running onReturned(Running task, StepReturned event) {
    var frame = working(task, event.assignment());
    if (!(frame.position() instanceof Working(var visit, var work))) {
      return task;
    }
    var result = task.read(event.output(), "output");
    return task.with(frame.at(new Returned(visit, work, result)))
        .with(task.progress().used(event.usage(), work.model()));
  }

  private static Running onFailed(Running task, StepFailed event) {
    var frame = working(task, event.assignment());
    if (!(frame.position() instanceof Working(var visit, var work))) {
      return task;
    }
    return task.with(frame.at(new Failed(visit, work, event.error(), event.cause())))
        .with(task.progress().used(event.usage(), work.model()));
  }

  private static Frame working(Running task, int assignment) {
    return task.frameOf(assignment)
        .orElseThrow(
            () -> new IllegalStateException("Assignment %d is not open".formatted(assignment)));
  }

  private static Running onRetryScheduled(Running task, RetryScheduled event) {
    for (var frame : task.frames().values()) {
      if (frame.position() instanceof Failed(var visit, var work, _, _)
          && work.assignment() == event.assignment()) {
        var used = work.retries().getOrDefault(event.retrier(), 0) + 1;
        var waiting =
            new Work(
                work.assignment(),
                work.attempt(),
                work.agent(),
                work.role(),
                work.roleHash(),
                work.model(),
                work.input(),
                work.deadline(),
                Copies.with(work.retries(), event.retrier(), used),
                event.dueAt());
        return task.with(frame.at(new Working(visit, waiting)));
      }
    }
    throw new IllegalStateException("Assignment %d has not failed".formatted(event.assignment()));
  }

  private static Running onMapStarted(Running task, MapStarted event) {
    var frame = task.frame(event.frame());
    var items = task.read(event.items(), "items");
    return task.with(
        frame.at(new Mapping(frame.visit(), items, event.maxConcurrency(), 0, new TreeMap<>())));
  }

  private static Running onBranchStarted(Running task, BranchStarted event) {
    var parent = task.frame(event.parent());
    if (!(parent.position() instanceof Mapping mapping)) {
      throw new IllegalStateException("Frame %d runs no Map".formatted(event.parent()));
    }
    var input = task.read(event.input(), "input");
    var branch =
        new Frame(event.frame(), event.parent(), event.index(), new Starting(input), Map.of());
    var started =
        new Mapping(
            mapping.visit(),
            mapping.items(),
            mapping.maxConcurrency(),
            mapping.started() + 1,
            mapping.results());
    return task.with(parent.at(started)).with(branch).with(task.progress().frame(event.frame()));
  }

  private static Running onBranchCompleted(Running task, BranchCompleted event) {
    var branch = task.frame(event.frame());
    var parent = task.frame(branch.parent());
    if (!(parent.position() instanceof Mapping mapping)) {
      throw new IllegalStateException("Frame %d runs no Map".formatted(branch.parent()));
    }
    var results =
        Copies.with(mapping.results(), branch.index(), task.read(event.output(), "output"));
    var more =
        new Mapping(
            mapping.visit(), mapping.items(), mapping.maxConcurrency(), mapping.started(), results);
    return task.with(parent.at(more)).without(event.frame());
  }

  private static Ended ended(Running task, Ended.End end, TaskEvent.TaskEnded event) {
    return new Ended(
        task.terms(),
        end,
        event.at(),
        task.progress().usage(),
        task.progress().models(),
        task.progress().sequence(),
        List.copyOf(task.openWork().toList()));
  }
}
