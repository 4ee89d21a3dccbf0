package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.supervisor.task.Histories;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The journals of tasks in a store. */
record StoredHistories(Store store) implements Histories {
  @Override
  public CompletionStage<List<TaskEvent>> events(TaskId task, long after, int limit) {
    return store
        .events(task.persistenceId(), after, limit)
        .thenApply(events -> events.stream().map(stored -> (TaskEvent) stored.event()).toList());
  }

  @Override
  public CompletionStage<Boolean> forget(TaskId task, Instant before) {
    return store.forget(task.persistenceId(), before);
  }
}
