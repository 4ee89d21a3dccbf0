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

/**
 * Removes a journal as a whole, in one logged batch whose deletions have the times of what they are
 * for, never that of this clock: what begins under the same id behind it stays, however late they
 * arrive, and though it is written by a node whose clock is behind. Rows of tags stay; they count
 * on where the next journal of this id begins.
 */
final class Forgetting {
  private static final String WRITTEN =
      "SELECT max(writetime(event)) AS written FROM %s.messages"
          + " WHERE persistence_id = ? AND partition_nr = ?";
  private static final String TAGS =
      "SELECT tag, writetime(sequence_nr) AS written FROM %s.tag_write_progress"
          + " WHERE persistence_id = ?";

  private static final String OF_JOURNAL = " USING TIMESTAMP ? WHERE persistence_id = ?";
  private static final String EVENTS =
      "DELETE FROM %s.messages" + OF_JOURNAL + " AND partition_nr = ?";
  private static final String LISTED = "DELETE FROM %s.all_persistence_ids" + OF_JOURNAL;

  /** Some are written behind the last event, so that each has a time of its own. */
  private static final List<Beside> BESIDE_EVENTS =
      List.of(
          Beside.of("snapshots", "timestamp"),
          Beside.of("metadata", "deleted_to"),
          Beside.of("tag_scanning", "sequence_nr"));

  private static final String LINEAGE = "DELETE FROM %s." + Writers.WRITERS + OF_JOURNAL;

  /** The tag's own count goes on: readers pass over a number that they have seen. */
  private static final String TAG_BEGINS =
      "UPDATE %s.tag_write_progress USING TIMESTAMP ? SET sequence_nr = 0"
          + " WHERE persistence_id = ? AND tag = ?";

  private record Beside(String written, String delete) {
    static Beside of(String table, String column) {
      return new Beside(
          "SELECT max(writetime(%s)) AS written FROM %%s.%s WHERE persistence_id = ?"
              .formatted(column, table),
          "DELETE FROM %s." + table + OF_JOURNAL);
    }
  }

  private record Tag(String name, long writtenMicros) {}

  /** What is there: how many partitions of events, and the time of the youngest. */
  private record Found(long partitions, long youngestMicros) {}

  private final Cql cql;
  private final Writers writers;
  private final String id;
  private final long beforeMicros;

  Forgetting(Cql cql, Writers writers, String persistenceId, Instant before) {
    this.cql = cql;
    this.writers = writers;
    this.id = persistenceId;
    this.beforeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, before);
  }

  CompletionStage<Boolean> run() {
    return look(new Found(0, 0))
        .thenCompose(found ->
            found.isEmpty()
                ? CompletableFuture.completedStage(false)
                : remove(found.get()).thenApply(_ -> true));
  }

  /** Without a look at how young what is there may be. */
  CompletionStage<Void> removeAll(long partitions) {
    return remove(new Found(partitions, beforeMicros));
  }

  /** Empty where an event is too young. */
  private CompletionStage<Optional<Found>> look(Found before) {
    var partition = before.partitions();
    return cql.rows(1, Forgetting::written, WRITTEN, id, partition)
        .thenCompose(rows -> {
          var written = rows.getFirst();
          if (written > beforeMicros) {
            return CompletableFuture.completedStage(Optional.empty());
          }
          // The first may be empty: what an entity deletes itself goes from its beginning.
          return written == 0 && partition > 0
              ? CompletableFuture.completedStage(Optional.of(before))
              : look(new Found(partition + 1, Math.max(before.youngestMicros(), written)));
        });
  }

  private CompletionStage<Void> remove(Found found) {
    return besideEvents(found)
        .thenCombine(
            writers.recorded(id),
            (statements, lineage) -> {
              // A lineage has the time of its last epoch, and a later one must not be met.
              lineage.ifPresent(
                  known -> statements.add(cql.bound(LINEAGE, Writers.timestamp(known), id)));
              return statements;
            })
        .thenCombine(
            cql.rows(Integer.MAX_VALUE, Forgetting::tag, TAGS, id),
            (statements, tags) -> {
              // Of two values with one time the greater stays.
              tags.forEach(tag ->
                  statements.add(
                      cql.bound(TAG_BEGINS, bounded(tag.writtenMicros() + 1), id, tag.name())));
              return statements;
            })
        .thenCompose(cql::allOrNone);
  }

  private CompletionStage<List<CompletionStage<BoundStatement>>> besideEvents(Found found) {
    var all = CompletableFuture.completedStage(events(found));
    for (var beside : BESIDE_EVENTS) {
      all =
          all.thenCombine(
              cql.rows(1, Forgetting::written, beside.written(), id),
              (statements, written) -> {
                var micros = Math.max(found.youngestMicros(), bounded(written.getFirst()));
                statements.add(cql.bound(beside.delete(), micros, id));
                return statements;
              });
    }
    return all;
  }

  private List<CompletionStage<BoundStatement>> events(Found found) {
    var statements = new ArrayList<CompletionStage<BoundStatement>>();
    for (var partition = 0L; partition < found.partitions(); partition++) {
      statements.add(cql.bound(EVENTS, found.youngestMicros(), id, partition));
    }
    statements.add(cql.bound(LISTED, found.youngestMicros(), id));
    return statements;
  }

  /** What is younger may be the next journal's. */
  private long bounded(long micros) {
    return Math.min(micros, beforeMicros);
  }

  private static long written(Row row) {
    return row.isNull("written") ? 0 : row.getLong("written");
  }

  private static Tag tag(Row row) {
    return new Tag(Objects.requireNonNull(row.getString("tag")), written(row));
  }
}
