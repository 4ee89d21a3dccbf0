package dev.troupe.supervisor.view;

import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.persistence.WakeUpIndex.WakeUp;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Tasks that have not ended, found by their rows in the wake-up index: a row in the past belongs to
 * one that is under way, a row in the future to one that waits.
 */
final class Unended {
  /** Later than any row, and still a number of milliseconds. */
  static final Instant FAR_AWAY = Instant.parse("9999-12-31T23:59:59Z");

  private static final int ROWS_AT_A_TIME = 500;

  private final WakeUpIndex rows;
  private final Function<TaskId, CompletionStage<Optional<TaskView>>> tasks;

  Unended(WakeUpIndex rows, Function<TaskId, CompletionStage<Optional<TaskView>>> tasks) {
    this.rows = rows;
    this.tasks = tasks;
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
  CompletionStage<List<String>> underWay(String tenant, Instant now) {
    var found = new ArrayList<String>();
    return eachPage(now, page -> addTasks(tenant, page, found)).thenApply(_ -> found);
  }

  private CompletionStage<Void> addTasks(String tenant, List<WakeUp> page, List<String> found) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (var row : page) {
      var id = TaskId.fromKey(row.taskKey());
      if (id.tenant().equals(tenant)) {
        var isThere = tasks.apply(id).thenApply(Optional::isPresent);
        all =
            all.thenCombine(
                isThere,
                (_, present) -> {
                  if (present) {
                    found.add(id.id());
                  }
                  return null;
                });
      }
    }
    return all;
  }

  private CompletionStage<Void> eachPage(
      Instant until, Function<List<WakeUp>, CompletionStage<Void>> visit) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (var slice = 0; slice < WakeUpIndex.SLICES; slice++) {
      var ofSlice = slice;
      all = all.thenCompose(_ -> pagesFrom(ofSlice, Optional.empty(), until, visit));
    }
    return all;
  }

  private CompletionStage<Void> pagesFrom(
      int slice,
      Optional<WakeUp> after,
      Instant until,
      Function<List<WakeUp>, CompletionStage<Void>> visit) {
    return rows.due(slice, after, until, ROWS_AT_A_TIME)
        .thenCompose(page ->
            visit
                .apply(page)
                .thenCompose(_ ->
                    page.size() < ROWS_AT_A_TIME
                        ? CompletableFuture.completedStage(null)
                        : pagesFrom(slice, Optional.of(page.getLast()), until, visit)));
  }
}
