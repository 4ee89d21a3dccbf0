package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.Table.Order;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalView.Late;
import dev.troupe.supervisor.task.ApprovalId;
import dev.troupe.supervisor.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/**
 * The audit record of decisions that did not count: the first hundred of each approval, so that
 * nobody can crowd out what stands there.
 */
final class LateDecisions {
  static final String TABLE = "approval-late";
  private static final int KEPT_AT_MOST = 100;
  private static final int EDITS_BYTES_AT_MOST = 4096;

  private final Table table;

  LateDecisions(Table table) {
    this.table = table;
  }

  /** Whether it is kept. */
  CompletionStage<Boolean> record(
      ApprovalId id, ApprovalDecision decision, String why, Instant now) {
    return of(id)
        .thenCompose(kept ->
            kept.size() >= KEPT_AT_MOST
                ? CompletableFuture.completedStage(false)
                : table
                    .put(partition(id), key(now), write(late(decision, why, now)))
                    .thenApply(_ -> true));
  }

  CompletionStage<List<Late>> of(ApprovalId id) {
    return table
        .scan(partition(id), Optional.empty(), KEPT_AT_MOST, Order.ASCENDING)
        .thenApply(rows -> rows.stream().map(row -> read(row.value())).toList());
  }

  CompletionStage<Void> remove(ApprovalId id) {
    var partition = partition(id);
    return table
        .scan(partition, Optional.empty(), KEPT_AT_MOST, Order.ASCENDING)
        .thenCompose(page ->
            page.isEmpty()
                ? CompletableFuture.completedStage(null)
                : table
                    .delete(partition, page.stream().map(Table.Row::key).toList())
                    .thenCompose(_ -> remove(id)));
  }

  private static Late late(ApprovalDecision decision, String why, Instant now) {
    var edits = decision.edits();
    var bytes = edits == null ? 0 : Json.bytes(edits).length;
    var tooLarge = bytes > EDITS_BYTES_AT_MOST;
    return new Late(
        decision.choice(),
        decision.by(),
        decision.as(),
        tooLarge ? null : edits,
        decision.comment(),
        tooLarge ? "%s Its edits of %d bytes are left out.".formatted(why, bytes) : why,
        now);
  }

  private static String partition(ApprovalId id) {
    return "%s/%s".formatted(id.task().tenant(), id);
  }

  /** Whose approval it is. */
  static TaskId task(String partition) {
    var slash = partition.indexOf('/');
    var dot = partition.indexOf('.', slash);
    return new TaskId(
        partition.substring(0, slash),
        partition.substring(slash + 1, dot < 0 ? partition.length() : dot));
  }

  private static String key(Instant now) {
    return "%013d-%s".formatted(now.toEpochMilli(), UUID.randomUUID());
  }

  private static ByteString write(Late late) {
    return ByteString.fromArray(Json.bytes(Json.toTree(late)));
  }

  private static Late read(ByteString row) {
    return Json.fromTree(Json.parse(row.utf8String()), Late.class);
  }
}
