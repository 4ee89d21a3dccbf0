package dev.troupe.persistence.cassandra;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work on the same key in the order in which it was handed in; other keys do not wait. */
final class OneAtATime {
  private final ConcurrentHashMap<String, CompletableFuture<?>> last = new ConcurrentHashMap<>();

  <T> CompletionStage<T> run(String key, Supplier<CompletionStage<T>> work) {
    var result = new CompletableFuture<T>();
    var before = last.put(key, result);
    if (before == null) {
      start(work, result);
    } else {
      var _ = before.whenComplete((_, _) -> start(work, result));
    }
    return result.whenComplete((_, _) -> last.remove(key, result));
  }

  private static <T> void start(Supplier<CompletionStage<T>> work, CompletableFuture<T> result) {
    stage(work)
        .whenComplete((value, failure) -> {
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        });
  }

  /** What is thrown at once must not keep the next from its turn. */
  private static <T> CompletionStage<T> stage(Supplier<CompletionStage<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }
}
