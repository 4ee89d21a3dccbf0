package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.TaskHistory;
import dev.troupe.supervisor.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads one task's journal onward, event by event; one reader, one call at a time. */
final class TaskJournal {
  private static final int PAGE = 256;

  private final Store store;
  private final String persistenceId;
  private final long after;
  private final TaskHistory history = new TaskHistory();

  TaskJournal(Store store, TaskId id, long after) {
    this.store = store;
    this.persistenceId = id.persistenceId();
    this.after = after;
  }

  /** The last event that was read, shown or not. */
  long sequence() {
    return history.sequence();
  }

  boolean hasEnded() {
    return history.hasEnded();
  }

  /** What there is to show now, at most {@code limit}; empty if there is nothing new. */
  CompletionStage<List<TaskEventView>> next(int limit) {
    return next(limit, new ArrayList<>());
  }

  private CompletionStage<List<TaskEventView>> next(int limit, List<TaskEventView> shown) {
    var missing = (int) Math.min(PAGE, Math.max(after - sequence(), 0) + limit - shown.size());
    if (missing <= 0) {
      return CompletableFuture.completedStage(shown);
    }
    return store
        .events(persistenceId, sequence(), missing)
        .thenCompose(page -> {
          page.forEach(stored -> take(stored, shown));
          // A page may be short of what was asked for: only an empty one is the end.
          return page.isEmpty() ? CompletableFuture.completedStage(shown) : next(limit, shown);
        });
  }

  private void take(StoredEvent stored, List<TaskEventView> shown) {
    var event = (TaskEvent) stored.event();
    if (stored.sequenceNumber() <= after) {
      history.skip(event);
    } else {
      var entry = history.read(event);
      shown.add(new TaskEventView(stored.sequenceNumber(), event.at(), entry.type(), entry.data()));
    }
  }
}
