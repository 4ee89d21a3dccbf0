package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.WakeUpIndex.WakeUp;
import dev.troupe.supervisor.task.TaskEvent.Origin;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which tasks are being copied by their forks: a fork has a row in the wake-up index meanwhile. */
final class OpenForks {
  private final Store store;

  OpenForks(Store store) {
    this.store = store;
  }

  /** Reads the first event of each unfinished task. */
  CompletionStage<Set<TaskId>> origins() {
    Set<TaskId> origins = new HashSet<>();
    return new Unended(store)
        .eachPage(Unended.FAR_AWAY, page -> add(page, origins))
        .thenApply(_ -> origins);
  }

  private CompletionStage<Void> add(List<WakeUp> page, Set<TaskId> origins) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (var row : page) {
      all = all.thenCompose(_ -> add(TaskId.fromKey(row.taskKey()), origins));
    }
    return all;
  }

  private CompletionStage<Void> add(TaskId id, Set<TaskId> origins) {
    return store
        .events(id.persistenceId(), 0, 1)
        .thenCompose(first -> {
          var origin =
              !first.isEmpty() && first.getFirst().event() instanceof TaskSubmitted submitted
                  ? submitted.origin()
                  : null;
          return origin == null ? CompletableFuture.completedStage(null) : add(id, origin, origins);
        });
  }

  /** Behind the last event that it copies, it has a life of its own. */
  private CompletionStage<Void> add(TaskId id, Origin origin, Set<TaskId> origins) {
    return store
        .events(id.persistenceId(), origin.sequence(), 1)
        .thenAccept(own -> {
          if (own.isEmpty()) {
            origins.add(new TaskId(id.tenant(), origin.task()));
          }
        });
  }
}
