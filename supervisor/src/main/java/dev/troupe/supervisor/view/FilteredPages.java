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

/** Those rows of a table that fit, newest first, page by page. */
record FilteredPages<T>(Table table, Function<ByteString, T> reader) {
  private static final int ROWS_AT_A_TIME = 200;

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
    private final Predicate<T> filter;
    private final List<T> found;

    Filling(String partition, int limit, Predicate<T> filter, List<T> found) {
      this.partition = partition;
      this.limit = limit;
      this.filter = filter;
      this.found = found;
    }

    CompletionStage<Page<T>> from(@Nullable String after, int seen) {
      return table
          .scan(partition, Optional.ofNullable(after), ROWS_AT_A_TIME, Order.DESCENDING)
          .thenCompose(rows -> {
            for (var row : rows) {
              var content = reader.apply(row.value());
              if (filter.test(content)) {
                found.add(content);
                if (found.size() == limit) {
                  return end(row.key());
                }
              }
            }
            if (rows.size() < ROWS_AT_A_TIME) {
              return end(null);
            }
            var last = rows.getLast().key();
            return seen + ROWS_AT_A_TIME >= ROWS_SEEN_AT_MOST
                ? end(last)
                : from(last, seen + ROWS_AT_A_TIME);
          });
    }

    private CompletionStage<Page<T>> end(@Nullable String next) {
      return CompletableFuture.completedStage(new Page<>(found, next));
    }
  }
}
