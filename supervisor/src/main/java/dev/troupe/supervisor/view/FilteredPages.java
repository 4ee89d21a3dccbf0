package dev.troupe.supervisor.view;

import dev.troupe.persistence.Table;
import dev.troupe.persistence.Table.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Those rows of a table that fit, newest first, page by page.
 *
 * @param current brings what rows say up to date, each in its place
 */
record FilteredPages<T>(
    Table table,
    Function<ByteString, T> reader,
    Function<List<T>, CompletionStage<List<T>>> current) {
  private static final int ROWS_AT_LEAST = 20;
  private static final int ROWS_AT_MOST = 200;

  /** A page ends here even if a narrow filter has not filled it; its cursor goes on. */
  private static final int ROWS_SEEN_AT_MOST = 5_000;

  private static final int LIMIT_AT_MOST = 1_000;

  /**
   * @param next where the next page begins; null where there is none
   */
  record Page<T>(List<T> rows, @Nullable String next) {}

  CompletionStage<Page<T>> page(
      String partition, @Nullable String after, int limit, Predicate<T> filter) {
    var most = Math.clamp(limit, 1, LIMIT_AT_MOST);
    return new Filling(partition, most, filter, new ArrayList<>()).from(after, 0);
  }

  private final class Filling {
    private final String partition;
    private final int limit;
    private final int rowsAtATime;
    private final Predicate<T> filter;
    private final List<T> found;

    Filling(String partition, int limit, Predicate<T> filter, List<T> found) {
      this.partition = partition;
      this.limit = limit;
      this.rowsAtATime = Math.clamp(limit, ROWS_AT_LEAST, ROWS_AT_MOST);
      this.filter = filter;
      this.found = found;
    }

    CompletionStage<Page<T>> from(@Nullable String after, int seen) {
      return table
          .scan(partition, Optional.ofNullable(after), rowsAtATime, Order.DESCENDING)
          .thenCompose(rows ->
              current
                  .apply(rows.stream().map(row -> reader.apply(row.value())).toList())
                  .thenCompose(contents -> take(rows, contents, seen)));
    }

    private CompletionStage<Page<T>> take(List<Table.Row> rows, List<T> contents, int seen) {
      for (var index = 0; index < rows.size(); index++) {
        if (filter.test(contents.get(index))) {
          found.add(contents.get(index));
          if (found.size() == limit) {
            return end(rows.get(index).key());
          }
        }
      }
      if (rows.size() < rowsAtATime) {
        return end(null);
      }
      var last = rows.getLast().key();
      return seen + rowsAtATime >= ROWS_SEEN_AT_MOST ? end(last) : from(last, seen + rowsAtATime);
    }

    private CompletionStage<Page<T>> end(@Nullable String next) {
      return CompletableFuture.completedStage(new Page<>(found, next));
    }
  }
}
