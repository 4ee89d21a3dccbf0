package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Removes a journal as a whole, in one logged batch whose deletions have a time in the past: what
 * begins under the same id behind it stays, however late they arrive. Rows of tags stay; they count
 * on where the next journal of this id begins.
 */
final class Forgetting {
  private static final String WRITTEN =
      "SELECT max(writetime(event)) AS written FROM %s.messages"
          + " WHERE persistence_id = ? AND partition_nr = ?";
  private static final String TAGS =
      "SELECT tag FROM %s.tag_write_progress WHERE persistence_id = ?";

  private static final String OF_JOURNAL = " USING TIMESTAMP ? WHERE persistence_id = ?";
  private static final String EVENTS =
      "DELETE FROM %s.messages" + OF_JOURNAL + " AND partition_nr = ?";
  private static final List<String> BESIDE_EVENTS =
      Stream.of("snapshots", "metadata", "all_persistence_ids", "tag_scanning")
          .map(table -> "DELETE FROM %s." + table + OF_JOURNAL)
          .toList();
  private static final String LINEAGE = "DELETE FROM %s." + Writers.WRITERS + OF_JOURNAL;

  /** The tag's own count goes on: readers pass over a number that they have seen. */
  private static final String TAG_BEGINS =
      "UPDATE %s.tag_write_progress USING TIMESTAMP ? SET sequence_nr = 0"
          + " WHERE persistence_id = ? AND tag = ?";

  private final Cql cql;
  private final Writers writers;
  private final String id;
  private final long beforeMicros;
  private final List<CompletionStage<BoundStatement>> statements = new ArrayList<>();

  Forgetting(Cql cql, Writers writers, String persistenceId, Instant before) {
    this.cql = cql;
    this.writers = writers;
    this.id = persistenceId;
    this.beforeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, before);
  }

  CompletionStage<Boolean> run() {
    return partitions(0)
        .thenCompose(known ->
            known.isEmpty()
                ? CompletableFuture.completedStage(false)
                : removeAll(known.get()).thenApply(_ -> true));
  }

  /** Without a look at how young what is there may be. */
  CompletionStage<Void> removeAll(long partitions) {
    return writers
        .recorded(id)
        .thenCombine(
            cql.rows(Integer.MAX_VALUE, row -> text(row, "tag"), TAGS, id),
            (lineage, tags) -> remove(partitions, lineage, tags))
        .thenCompose(done -> done);
  }

  /** How many partitions have events; empty where one of these is too young. */
  private CompletionStage<Optional<Long>> partitions(long partition) {
    return cql.rows(
            1, row -> row.isNull("written") ? 0 : row.getLong("written"), WRITTEN, id, partition)
        .thenCompose(found -> {
          var written = found.getFirst();
          if (written > beforeMicros) {
            return CompletableFuture.completedStage(Optional.empty());
          }
          // The first may be empty: what an entity deletes itself goes from its beginning.
          return written == 0 && partition > 0
              ? CompletableFuture.completedStage(Optional.of(partition))
              : partitions(partition + 1);
        });
  }

  private CompletionStage<Void> remove(
      long partitions, Optional<Lineage> lineage, List<String> tags) {
    for (var partition = 0L; partition < partitions; partition++) {
      statements.add(cql.bound(EVENTS, beforeMicros, id, partition));
    }
    BESIDE_EVENTS.forEach(table -> statements.add(cql.bound(table, beforeMicros, id)));
    // A lineage has the time of its last epoch, and a later one must not be met.
    lineage.ifPresent(known -> statements.add(cql.bound(LINEAGE, Writers.timestamp(known), id)));
    tags.forEach(tag -> statements.add(cql.bound(TAG_BEGINS, beforeMicros, id, tag)));
    return cql.allOrNone(statements);
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column));
  }
}
