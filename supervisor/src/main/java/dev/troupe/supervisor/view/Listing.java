package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.persistence.Table;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskSummary.Page;
import dev.troupe.supervisor.TaskSummary.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The rows of the listing: one per task, by tenant, ordered by when it was submitted. */
final class Listing {
  static final String TABLE = "task-listing";
  private static final int ROWS_AT_A_TIME = 200;
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

  CompletionStage<Void> remove(String tenant, String key) {
    return table.delete(tenant, List.of(key));
  }

  /** Those of a tenant's tasks that were submitted before, the oldest first. */
  Source<Row, NotUsed> submittedBefore(String tenant, Instant before) {
    var end = "%013d".formatted(before.toEpochMilli());
    return Source.unfoldAsync(
            Optional.<String>empty(),
            after ->
                table
                    .scan(tenant, after, ROWS_AT_A_TIME, Table.Order.ASCENDING)
                    .thenApply(page ->
                        page.isEmpty() || page.getFirst().key().compareTo(end) >= 0
                            ? Optional.<Pair<Optional<String>, List<Table.Row>>>empty()
                            : Optional.of(Pair.create(Optional.of(page.getLast().key()), page))))
        .mapConcat(page -> page)
        .filter(row -> row.key().compareTo(end) < 0)
        .map(row -> read(row.value()));
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
