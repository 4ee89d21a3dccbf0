package dev.troupe.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Which tasks want to be woken, and when: one row per unfinished task. Written before or with the
 * event that needs it, so a row without a task is harmless and a task without a row cannot be.
 */
public interface WakeUpIndex {

  /** Slices never change: a task's slice is {@code Math.floorMod(key.hashCode(), SLICES)}. */
  int SLICES = 16;

  record WakeUp(String taskKey, Instant dueAt) {}

  static int slice(String taskKey) {
    return Math.floorMod(taskKey.hashCode(), SLICES);
  }

  /** Sets the task's only row, replacing an earlier one. */
  CompletionStage<Void> schedule(String taskKey, Instant dueAt);

  CompletionStage<Void> remove(String taskKey);

  /** Removes the task's row if it still says {@code dueAt}: who set another meanwhile needs it. */
  CompletionStage<Void> remove(String taskKey, Instant dueAt);

  /** When these tasks are due; those without a row are left out. */
  CompletionStage<Map<String, Instant>> dueAt(Collection<String> taskKeys);

  /**
   * Rows of a slice due at or before {@code until}, soonest first; with {@code after}, those that
   * follow that row, which need not be there any more.
   */
  CompletionStage<List<WakeUp>> due(int slice, Optional<WakeUp> after, Instant until, int limit);
}
