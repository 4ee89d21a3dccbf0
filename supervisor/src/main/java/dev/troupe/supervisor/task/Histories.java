package dev.troupe.supervisor.task;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Journals of tasks as the store has them: a fork begins with a part of another one's. */
public interface Histories {
  Histories NONE =
      new Histories() {
        @Override
        public CompletionStage<List<TaskEvent>> events(TaskId task, long after, int limit) {
          return CompletableFuture.completedStage(List.of());
        }

        @Override
        public CompletionStage<Boolean> forget(TaskId task, Instant before) {
          return CompletableFuture.completedStage(false);
        }
      };

  /** Events after a sequence number, oldest first. */
  CompletionStage<List<TaskEvent>> events(TaskId task, long after, int limit);

  /**
   * Removes a journal as a whole; false where it has an event that is younger, and then it stays.
   */
  CompletionStage<Boolean> forget(TaskId task, Instant before);
}
