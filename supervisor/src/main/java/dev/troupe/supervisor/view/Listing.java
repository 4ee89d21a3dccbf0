package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.Table.Order;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskSummary.Page;
import dev.troupe.supervisor.TaskSummary.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The rows of the listing: one per task, by tenant, ordered by when it was submitted. */
final class Listing {
  static final String TABLE = "task-listing";
  private static final int PAGE = 200;
  private static final Pattern KEY =
      Pattern.compile("\\d{13}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** A page ends here even if a narrow filter has not filled it; its cursor goes on. */
  private static final int ROWS_SEEN_AT_MOST = 5_000;

  private static final int LIMIT_AT_MOST = 1_000;

  /**
   * @param sequence of the event that wrote the row: an older one never overwrites it
   */
  record Row(TaskSummary task, long sequence) {
    String key() {
      return "%013d-%s".formatted(task.submittedAt().toEpochMilli(), task.id());
    }
  }

  private final Table table;

  Listing(Table table) {
    this.table = table;
  }

  CompletionStage<Optional<Row>> row(String tenant, String key) {
    return table.get(tenant, key).thenApply(found -> found.map(Listing::read));
  }

  CompletionStage<Void> put(String tenant, List<Row> rows) {
    return table.putAll(
        tenant, rows.stream().map(row -> new Table.Row(row.key(), write(row))).toList());
  }

  /** Throws IllegalArgumentException where the cursor is no row's key. */
  CompletionStage<Page> page(Query query) {
    if (query.cursor() != null && !KEY.matcher(query.cursor()).matches()) {
      throw new IllegalArgumentException("not a cursor of this listing: " + query.cursor());
    }
    var limit = Math.clamp(query.limit(), 1, LIMIT_AT_MOST);
    return fill(query, limit, query.cursor(), 0, new ArrayList<>());
  }

  private CompletionStage<Page> fill(
      Query query, int limit, @Nullable String after, int seen, List<TaskSummary> tasks) {
    return table
        .scan(query.tenant(), Optional.ofNullable(after), PAGE, Order.DESCENDING)
        .thenCompose(rows -> {
          for (var row : rows) {
            var task = read(row.value()).task();
            if (fits(task, query)) {
              tasks.add(task);
              if (tasks.size() == limit) {
                return CompletableFuture.completedStage(new Page(tasks, row.key()));
              }
            }
          }
          if (rows.size() < PAGE) {
            return CompletableFuture.completedStage(new Page(tasks, null));
          }
          var last = rows.getLast().key();
          return seen + PAGE >= ROWS_SEEN_AT_MOST
              ? CompletableFuture.completedStage(new Page(tasks, last))
              : fill(query, limit, last, seen + PAGE, tasks);
        });
  }

  private static boolean fits(TaskSummary task, Query query) {
    return (query.status() == null || query.status() == task.status())
        && task.labels().entrySet().containsAll(query.labels().entrySet());
  }

  private static ByteString write(Row row) {
    return ByteString.fromArray(Json.bytes(Json.toTree(row)));
  }

  private static Row read(ByteString row) {
    return Json.fromTree(Json.parse(row.utf8String()), Row.class);
  }
}
