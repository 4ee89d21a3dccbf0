package dev.troupe.supervisor.task;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Journals of other tasks to read in: a fork begins with a part of one. */
@FunctionalInterface
public interface Histories {
  Histories NONE = (_, _, _) -> CompletableFuture.completedStage(List.of());

  /** Events after a sequence number, oldest first. */
  CompletionStage<List<TaskEvent>> events(TaskId task, long after, int limit);
}
