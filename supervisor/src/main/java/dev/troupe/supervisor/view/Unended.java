package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.persistence.WakeUpIndex.WakeUp;
import dev.troupe.supervisor.Tasks.UnderWay;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that have not ended, found by their rows in the wake-up index: a row in the past belongs to
 * one that is under way, a row in the future to one that waits.
 */
final class Unended {
  private static final Logger LOG = LoggerFactory.getLogger(Unended.class);

  /** Later than any row, and still a number of milliseconds. */
  static final Instant FAR_AWAY = Instant.parse("9999-12-31T23:59:59Z");

  private static final int ROWS_AT_A_TIME = 500;

  private final Store store;

  Unended(Store store) {
    this.store = store;
  }

  CompletionStage<Integer> count(Instant until) {
    var counted = new int[1];
    return eachPage(
            until,
            page -> {
              counted[0] += page.size();
              return CompletableFuture.completedStage(null);
            })
        .thenApply(_ -> counted[0]);
  }

  /** A row whose submission never came is left out: there is no such task. */
  CompletionStage<UnderWay> underWay(String tenant, Instant now) {
    var tasks = new ArrayList<String>();
    var steps = new ArrayList<String>();
    return eachPage(now, page -> sort(tenant, page, tasks, steps))
        .thenApply(_ -> new UnderWay(tasks, steps));
  }

  private CompletionStage<Void> sort(
      String tenant, List<WakeUp> page, List<String> tasks, List<String> steps) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (var row : page) {
      var id = TaskId.fromKey(row.taskKey());
      if (id.tenant().equals(tenant)) {
        all = all.thenCombine(first(id), (_, first) -> add(id, first, tasks, steps));
      }
    }
    return all;
  }

  private static @Nullable Void add(
      TaskId id, Optional<TaskSubmitted> first, List<String> tasks, List<String> steps) {
    first.ifPresent(submitted -> (submitted.parent() == null ? tasks : steps).add(id.id()));
    return null;
  }

  /** Nobody can finish what cannot be read: who waited for it would wait for ever. */
  private CompletionStage<Optional<TaskSubmitted>> first(TaskId id) {
    return store
        .events(id.persistenceId(), 0, 1)
        .thenApply(events ->
            events.stream()
                .map(StoredEvent::event)
                .filter(TaskSubmitted.class::isInstance)
                .map(TaskSubmitted.class::cast)
                .findFirst())
        .exceptionally(failure -> {
          LOG.warn("The task {} is unended and cannot be read", id.key(), failure);
          return Optional.empty();
        });
  }

  /** One page after the other. */
  CompletionStage<Void> eachPage(
      Instant until, Function<List<WakeUp>, CompletionStage<Void>> visit) {
    return eachPageUntil(() -> false, until, visit);
  }

  /** One page after the other, as long as it is not over. */
  CompletionStage<Void> eachPageUntil(
      BooleanSupplier isOver, Instant until, Function<List<WakeUp>, CompletionStage<Void>> visit) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (var slice = 0; slice < WakeUpIndex.SLICES; slice++) {
      var ofSlice = slice;
      all = all.thenCompose(_ -> pagesFrom(isOver, ofSlice, Optional.empty(), until, visit));
    }
    return all;
  }

  private CompletionStage<Void> pagesFrom(
      BooleanSupplier isOver,
      int slice,
      Optional<WakeUp> after,
      Instant until,
      Function<List<WakeUp>, CompletionStage<Void>> visit) {
    if (isOver.getAsBoolean()) {
      return CompletableFuture.completedStage(null);
    }
    return store
        .wakeUps()
        .due(slice, after, until, ROWS_AT_A_TIME)
        .thenCompose(page ->
            visit
                .apply(page)
                .thenCompose(_ ->
                    page.size() < ROWS_AT_A_TIME
                        ? CompletableFuture.completedStage(null)
                        : pagesFrom(isOver, slice, Optional.of(page.getLast()), until, visit)));
  }
}
