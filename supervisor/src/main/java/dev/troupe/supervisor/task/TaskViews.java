package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A task as clients see it. */
final class TaskViews {
  /** The engine of a task whose models have not answered yet. */
  private static final String NO_ENGINE = "";

  static final String BETWEEN_MODELS = ", ";

  private TaskViews() {}

  static Optional<TaskView> of(String taskId, Task task) {
    return switch (task) {
      case Task.Absent _, Retired _ -> Optional.empty();
      case Copying copying -> Optional.of(copying(taskId, copying));
      case Running running -> Optional.of(running(taskId, running));
      case Ended ended -> Optional.of(ended(taskId, ended));
    };
  }

  static TaskStatus status(Task task) {
    return switch (task) {
      case Task.Absent _, Retired _ -> throw new IllegalStateException("No task, no status");
      case Copying _ -> TaskStatus.RUNNING;
      case Running running -> running.isWaiting() ? TaskStatus.WAITING : TaskStatus.RUNNING;
      case Ended ended ->
          switch (ended.end()) {
            case Ended.End.Completed _ -> TaskStatus.COMPLETED;
            case Ended.End.Failed _ -> TaskStatus.FAILED;
            case Ended.End.Cancelled _ -> TaskStatus.CANCELLED;
          };
    };
  }

  private static TaskView copying(String taskId, Copying task) {
    return view(
        taskId,
        task.terms(),
        status(task),
        null,
        null,
        null,
        Spent.NOTHING,
        null,
        Set.of(),
        task.sequence(),
        false);
  }

  private static TaskView running(String taskId, Running task) {
    var progress = task.progress();
    return view(
        taskId,
        task.terms(),
        status(task),
        null,
        null,
        null,
        progress.spent(),
        null,
        progress.models(),
        progress.sequence(),
        false);
  }

  static TaskView ended(String taskId, Ended task) {
    return switch (task.end()) {
      case Ended.End.Completed(var outcome, var output) ->
          ended(taskId, task, outcome, null, output);
      case Ended.End.Failed(var error, var cause) ->
          ended(taskId, task, null, new TaskView.Failure(error, cause), null);
      case Ended.End.Cancelled(var reason) ->
          ended(taskId, task, null, new TaskView.Failure("Task.Cancelled", reason), null);
    };
  }

  private static TaskView ended(
      String taskId,
      Ended task,
      @Nullable Outcome outcome,
      TaskView.@Nullable Failure failure,
      @Nullable JsonNode output) {
    return view(
        taskId,
        task.terms(),
        status(task),
        outcome,
        task.endedAt(),
        failure,
        task.spent(),
        output,
        task.models(),
        task.sequence(),
        !task.cancelling().isEmpty());
  }

  private static TaskView view(
      String taskId,
      Terms terms,
      TaskStatus status,
      @Nullable Outcome outcome,
      @Nullable Instant endedAt,
      TaskView.@Nullable Failure failure,
      Spent spent,
      @Nullable JsonNode output,
      Set<String> models,
      long sequence,
      boolean hasCalledOff) {
    return new TaskView(
        taskId,
        terms.goal(),
        status,
        outcome,
        terms.workflow(),
        terms.workflowHash(),
        terms.labels(),
        terms.submittedAt(),
        endedAt,
        failure,
        spent.total(),
        output,
        models.isEmpty() ? NO_ENGINE : String.join(BETWEEN_MODELS, new TreeSet<>(models)),
        sequence,
        terms.run().number(),
        spent.inOrder().stream().map(TaskViews::step).toList(),
        hasCalledOff);
  }

  private static TaskView.StepUsage step(Map.Entry<Spent.Place, Usage> used) {
    return new TaskView.StepUsage(used.getKey().state(), used.getKey().role(), used.getValue());
  }
}
