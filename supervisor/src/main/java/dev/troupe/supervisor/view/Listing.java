package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.persistence.Table;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskSummary.Page;
import dev.troupe.supervisor.TaskSummary.Query;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;

/** The rows of the listing: one per task, by tenant, ordered by when it was submitted. */
final class Listing {
  static final String TABLE = "task-listing";
  private static final Pattern KEY =
      Pattern.compile("\\d{13}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * @param sequence of the event that wrote the row: an older one never overwrites it
   */
  record Row(TaskSummary task, long sequence) {
    String key() {
      return "%013d-%s".formatted(task.submittedAt().toEpochMilli(), task.id());
    }
  }

  private final Table table;
  private final LiveStatus live;

  Listing(Table table, LiveStatus live) {
    this.table = table;
    this.live = live;
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
    return new FilteredPages<>(table, row -> read(row).task(), tasks -> current(query, tasks))
        .page(query.tenant(), query.cursor(), query.limit(), task -> fits(task, query))
        .thenApply(page -> new Page(page.rows(), page.next()));
  }

  private CompletionStage<List<TaskSummary>> current(Query query, List<TaskSummary> tasks) {
    return query.status() != null && query.status().ended()
        ? CompletableFuture.completedStage(tasks)
        : live.of(query.tenant(), tasks);
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
