package dev.troupe.supervisor.view;

import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.task.TaskId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Tells running tasks from waiting ones. The journal's tagged events say only that a task has not
 * ended; one whose row in the wake-up index is in the future may wait, and is asked.
 */
record LiveStatus(
    WakeUpIndex rows,
    InstantSource clock,
    Function<TaskId, CompletionStage<Optional<TaskView>>> tasks) {

  CompletionStage<List<TaskSummary>> of(String tenant, List<TaskSummary> listed) {
    var unended = listed.stream().filter(task -> !task.status().ended()).toList();
    if (unended.isEmpty()) {
      return CompletableFuture.completedStage(listed);
    }
    var now = clock.instant();
    var keys = unended.stream().map(task -> new TaskId(tenant, task.id()).key()).toList();
    return rows.dueAt(keys)
        .thenCompose(due -> {
          CompletionStage<List<TaskSummary>> all =
              CompletableFuture.completedStage(new ArrayList<>());
          for (var task : listed) {
            var id = new TaskId(tenant, task.id());
            var dueAt = due.get(id.key());
            var known =
                !task.status().ended() && dueAt != null && dueAt.isAfter(now)
                    ? asked(id, task)
                    : CompletableFuture.completedStage(task);
            all = all.thenCombine(known, LiveStatus::added);
          }
          return all;
        });
  }

  private CompletionStage<TaskSummary> asked(TaskId id, TaskSummary task) {
    return tasks
        .apply(id)
        .thenApply(view ->
            view.filter(found -> found.status() == TaskStatus.WAITING)
                .map(_ -> task.withStatus(TaskStatus.WAITING))
                .orElse(task))
        // One task that cannot be read does not hide the others.
        .exceptionally(_ -> task);
  }

  private static List<TaskSummary> added(List<TaskSummary> all, TaskSummary task) {
    all.add(task);
    return all;
  }
}
