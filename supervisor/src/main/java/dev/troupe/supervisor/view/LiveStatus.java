package dev.troupe.supervisor.view;

import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells running tasks from waiting ones. The journal's tagged events say only that a task has not
 * ended; one whose row in the wake-up index is in the future may wait, and is asked.
 */
record LiveStatus(
    WakeUpIndex rows,
    InstantSource clock,
    Function<TaskId, CompletionStage<Optional<TaskView>>> tasks,
    Duration patience) {
  /** Each may have to be read from its journal. */
  static final int ASKED_AT_ONCE = 16;

  /** Within the patience for all of them; what is not known by then is shown as it is listed. */
  CompletionStage<List<TaskSummary>> of(String tenant, List<TaskSummary> listed) {
    var unended = listed.stream().filter(task -> !task.status().ended()).toList();
    if (unended.isEmpty()) {
      return CompletableFuture.completedStage(listed);
    }
    var now = clock.instant();
    var keys = unended.stream().map(task -> new TaskId(tenant, task.id()).key()).toList();
    return rows.dueAt(keys)
        .thenCompose(due -> {
          var mayWait =
              unended.stream()
                  .filter(task -> isFar(due.get(new TaskId(tenant, task.id()).key()), now))
                  .toList();
          return waiting(tenant, mayWait, now.plus(patience), Set.of());
        })
        .thenApply(waiting ->
            listed.stream()
                .map(task ->
                    waiting.contains(task.id()) ? task.withStatus(TaskStatus.WAITING) : task)
                .toList());
  }

  private static boolean isFar(@Nullable Instant dueAt, Instant now) {
    return dueAt != null && dueAt.isAfter(now);
  }

  /** The ids of those that wait, and of those before them. */
  private CompletionStage<Set<String>> waiting(
      String tenant, List<TaskSummary> tasks, Instant until, Set<String> before) {
    if (tasks.isEmpty() || clock.instant().isAfter(until)) {
      return CompletableFuture.completedStage(before);
    }
    var next = tasks.subList(0, Math.min(ASKED_AT_ONCE, tasks.size()));
    CompletionStage<Set<String>> all = CompletableFuture.completedStage(new HashSet<>(before));
    for (var task : next) {
      all =
          all.thenCombine(
              isWaiting(new TaskId(tenant, task.id())),
              (waiting, isWaiting) -> {
                if (isWaiting) {
                  waiting.add(task.id());
                }
                return waiting;
              });
    }
    return all.thenCompose(
        waiting -> waiting(tenant, tasks.subList(next.size(), tasks.size()), until, waiting));
  }

  private CompletionStage<Boolean> isWaiting(TaskId id) {
    return tasks
        .apply(id)
        .thenApply(view -> view.filter(task -> task.status() == TaskStatus.WAITING).isPresent())
        // One task that cannot be read does not hide the others.
        .exceptionally(_ -> false);
  }
}
