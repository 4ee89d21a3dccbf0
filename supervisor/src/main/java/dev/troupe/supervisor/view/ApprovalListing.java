package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.persistence.Table;
import dev.troupe.supervisor.ApprovalSummary;
import dev.troupe.supervisor.ApprovalSummary.Page;
import dev.troupe.supervisor.ApprovalSummary.Query;
import dev.troupe.supervisor.task.ApprovalId;
import dev.troupe.supervisor.task.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;

/**
 * The rows of approvals, each twice: by tenant, ordered by when it was asked, and by task, ordered
 * by its number.
 */
final class ApprovalListing {
  static final String TABLE = "approval-listing";
  private static final int ROWS_AT_A_TIME = 200;
  private static final Pattern BY_TIME = Pattern.compile("\\d{13}-[0-9a-f-]{36}(\\.\\d+){2,3}");
  private static final Pattern BY_NUMBER = Pattern.compile("\\d{9}\\.\\d{9}(\\.\\d{9})?");

  /**
   * @param sequence of the event that wrote the row: an older one never overwrites it
   */
  record Row(ApprovalSummary approval, long sequence) {}

  private final Table table;

  ApprovalListing(Table table) {
    this.table = table;
  }

  CompletionStage<Optional<Row>> row(ApprovalId id) {
    return table.get(id.task().key(), number(id)).thenApply(row -> row.map(ApprovalListing::read));
  }

  /** The row that is asked for first is written last: where it stands, the other does. */
  CompletionStage<Void> put(ApprovalId id, Row row) {
    var value = ByteString.fromArray(Json.bytes(Json.toTree(row)));
    return table
        .put(id.task().tenant(), time(id, row.approval()), value)
        .thenCompose(_ -> table.put(id.task().key(), number(id), value));
  }

  /** Asks for each one first, so that what belongs to it can go with it. */
  CompletionStage<Void> remove(
      TaskId task, Function<ApprovalId, CompletionStage<Void>> beforehand) {
    return table
        .scan(task.key(), Optional.empty(), ROWS_AT_A_TIME, Table.Order.ASCENDING)
        .thenCompose(page ->
            page.isEmpty()
                ? CompletableFuture.completedStage(null)
                : remove(task, page, beforehand).thenCompose(_ -> remove(task, beforehand)));
  }

  /** The row that leads here goes last. */
  private CompletionStage<Void> remove(
      TaskId task, List<Table.Row> page, Function<ApprovalId, CompletionStage<Void>> beforehand) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (var row : page) {
      var approval = read(row.value()).approval();
      var id = ApprovalId.read(task.tenant(), approval.id()).orElseThrow();
      all =
          all.thenCompose(_ -> beforehand.apply(id))
              .thenCompose(_ -> table.delete(task.tenant(), List.of(time(id, approval))));
    }
    return all.thenCompose(
        _ -> table.delete(task.key(), page.stream().map(Table.Row::key).toList()));
  }

  private static String time(ApprovalId id, ApprovalSummary approval) {
    return "%013d-%s".formatted(approval.requestedAt().toEpochMilli(), id);
  }

  private static String number(ApprovalId id) {
    var number = "%09d.%09d".formatted(id.assignment(), id.number());
    return id.place() == 0 ? number : "%s.%09d".formatted(number, id.place());
  }

  /** Throws IllegalArgumentException where the cursor is no row's key. */
  CompletionStage<Page> page(Query query) {
    var keys = query.task() == null ? BY_TIME : BY_NUMBER;
    if (query.cursor() != null && !keys.matcher(query.cursor()).matches()) {
      throw new IllegalArgumentException("not a cursor of this listing: " + query.cursor());
    }
    var partition = query.task() == null ? query.tenant() : query.tenant() + "/" + query.task();
    return new FilteredPages<>(
            table, row -> read(row).approval(), CompletableFuture::completedStage)
        .page(
            partition,
            query.cursor(),
            query.limit(),
            approval -> query.status() == null || query.status() == approval.status())
        .thenApply(page -> new Page(List.copyOf(page.rows()), page.next()));
  }

  private static Row read(ByteString row) {
    return Json.fromTree(Json.parse(row.utf8String()), Row.class);
  }
}
