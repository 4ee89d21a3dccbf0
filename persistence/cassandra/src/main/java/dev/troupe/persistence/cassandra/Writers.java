package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who has written which journal. A journal that one process has begun and nobody has taken over has
 * no row: its first event says who it was. The row of the highest epoch is the one that is kept, in
 * whatever order they arrive.
 */
final class Writers {
  static final String WRITERS = "journal_writers";

  private static final String LOAD =
      "SELECT lineage FROM %s." + WRITERS + " WHERE persistence_id = ?";
  private static final String SAVE =
      "INSERT INTO %s." + WRITERS + " (persistence_id, lineage) VALUES (?, ?) USING TIMESTAMP ?";
  private static final String FIRST =
      "SELECT writer_uuid FROM %s.messages"
          + " WHERE persistence_id = ? AND partition_nr = 0 AND sequence_nr = 1";
  private static final String DOWNWARD =
      "SELECT sequence_nr, writer_uuid FROM %s.messages"
          + " WHERE persistence_id = ? AND partition_nr = ? AND sequence_nr <= ?"
          + " ORDER BY sequence_nr DESC LIMIT ?";

  private static final long MICROS = 1000;

  /** Rows read at a time; nearly always the first one counts. */
  private static final int FEW = 4;

  private static final int MANY = 1000;

  /** Of a journal whose events were all deleted: its numbers go on from the last one. */
  private static final long NO_EVENTS = -1;

  private final Cql cql;
  private final JournalTables journals;

  Writers(Cql cql, JournalTables journals) {
    this.cql = cql;
    this.journals = journals;
  }

  /**
   * {@link Lineage#UNKNOWN} for a journal without events, which most are when they are asked for:
   * one read tells.
   */
  CompletionStage<Lineage> lineage(String persistenceId) {
    return cql.rows(Integer.MAX_VALUE, Writers::epoch, FIRST, persistenceId)
        .thenCompose(epochs ->
            epochs.isEmpty() && !journals.areEventsDeleted()
                ? CompletableFuture.completedStage(Lineage.UNKNOWN)
                : recorded(persistenceId)
                    .thenApply(found -> found.orElseGet(() -> Lineage.begunBy(epochs))));
  }

  /**
   * Whether a journal of which this is known has no event that anybody may count on: where entities
   * delete none, the first stays as long as any.
   */
  boolean isNew(Lineage lineage) {
    return !journals.areEventsDeleted() && lineage.equals(Lineage.UNKNOWN);
  }

  /** Its row; empty where it has none. */
  CompletionStage<Optional<Lineage>> recorded(String persistenceId) {
    return cql.rows(
            1,
            row -> Lineage.read(Objects.requireNonNull(row.getString("lineage"))),
            LOAD,
            persistenceId)
        .thenApply(rows -> rows.stream().findFirst());
  }

  /**
   * To be there before the first event of its last writer.
   *
   * @return what stands behind it: another's, if that one's epoch is higher
   */
  CompletionStage<Lineage> save(String persistenceId, Lineage lineage) {
    return cql.run(SAVE, persistenceId, lineage.text(), timestamp(lineage))
        .thenCompose(_ -> recorded(persistenceId))
        .thenApply(found -> found.orElse(Lineage.UNKNOWN));
  }

  /** Of a row, so that the one of the highest epoch stays. */
  static long timestamp(Lineage lineage) {
    return lineage.lastEpoch() * MICROS;
  }

  /**
   * The highest number that counts.
   *
   * @param highest the highest that there is or was; 0 for none
   */
  CompletionStage<Long> highest(String persistenceId, Lineage lineage, long highest) {
    return highest == 0
        ? CompletableFuture.completedStage(0L)
        : downward(persistenceId, lineage, partitionAtMost(highest), highest, FEW)
            .thenApply(found -> found == NO_EVENTS ? highest : found);
  }

  /** An atomic write that would cross the end of a partition lies in the next one as a whole. */
  private long partitionAtMost(long sequenceNumber) {
    return (sequenceNumber - 1 + JournalPlugin.LARGEST_WRITE) / journals.partitionSize();
  }

  private CompletionStage<Long> downward(
      String persistenceId, Lineage lineage, long partition, long from, int limit) {
    return cql.rows(limit, row -> row, DOWNWARD, persistenceId, partition, from, limit)
        .thenCompose(rows -> {
          for (var row : rows) {
            var number = row.getLong("sequence_nr");
            if (lineage.counts(number, epoch(row))) {
              return CompletableFuture.completedStage(number);
            }
          }
          if (rows.size() == limit) {
            // Several may have one number: it is read again.
            return downward(
                persistenceId, lineage, partition, rows.getLast().getLong("sequence_nr"), MANY);
          }
          var lowest = rows.isEmpty() ? from : rows.getLast().getLong("sequence_nr");
          var none = rows.isEmpty() ? NO_EVENTS : lowest - 1;
          return partition == 0
              ? CompletableFuture.completedStage(none)
              : downward(persistenceId, lineage, partition - 1, lowest, FEW)
                  .thenApply(found -> found == NO_EVENTS ? none : found);
        });
  }

  private static long epoch(Row row) {
    return Epoch.read(Objects.requireNonNull(row.getString("writer_uuid")));
  }
}
