package dev.troupe.supervisor.task;

import dev.troupe.persistence.WakeUpIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes every row, and wakes nobody. */
public class NoWakeUps implements WakeUpIndex {
  @Override
  public CompletionStage<Void> schedule(String taskKey, Instant dueAt) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> remove(String taskKey) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> remove(String taskKey, Instant dueAt) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Map<String, Instant>> dueAt(Collection<String> taskKeys) {
    return CompletableFuture.completedStage(Map.of());
  }

  @Override
  public CompletionStage<List<WakeUp>> due(
      int slice, Optional<WakeUp> after, Instant until, int limit) {
    return CompletableFuture.completedStage(List.of());
  }
}
