package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import com.datastax.oss.protocol.internal.util.Bytes;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.serialization.Serialization;

/** What pekko-persistence-cassandra has written, read for whoever only looks. */
final class CassandraEvents {
  private static final String EVENTS =
      "SELECT sequence_nr, timestamp, writer_uuid, ser_id, ser_manifest, event, tags, writetime(event) AS written"
          + " FROM %s.messages WHERE persistence_id = ? AND partition_nr = ? AND sequence_nr > ? LIMIT ?";

  /** So many more are read than asked for, since some may not count. */
  private static final int WINDOW = 16;

  private static final String PARTITIONS =
      "SELECT DISTINCT persistence_id, partition_nr FROM %s.messages";

  /** One row of the journal. */
  private record Written(String writer, StoredEvent event) {
    private boolean counts(Lineage lineage) {
      return lineage.counts(event.sequenceNumber(), Epoch.read(writer));
    }
  }

  private final Cql cql;
  private final Writers writers;
  private final Serialization serialization;
  private final long partitionSize;

  CassandraEvents(Cql cql, Writers writers, Serialization serialization, JournalTables journals) {
    this.cql = cql;
    this.writers = writers;
    this.serialization = serialization;
    this.partitionSize = journals.partitionSize();
  }

  /** As a replay takes them. */
  CompletionStage<List<StoredEvent>> events(String persistenceId, long after, int limit) {
    return events(persistenceId, writers.lineage(persistenceId), after, limit, WINDOW);
  }

  private CompletionStage<List<StoredEvent>> events(
      String persistenceId, CompletionStage<Lineage> lineage, long after, int limit, int window) {
    return rows(persistenceId, after, limit + window)
        .thenCombine(
            lineage,
            (rows, known) -> {
              var counted =
                  rows.stream()
                      .filter(row -> row.counts(known))
                      .map(Written::event)
                      .limit(limit)
                      .toList();
              return counted.size() == limit || rows.size() < limit + window
                  ? CompletableFuture.completedStage(counted)
                  : events(persistenceId, lineage, after, limit, window * WINDOW);
            })
        .thenCompose(events -> events);
  }

  /** Those that share their numbers with others, or were written by someone who was replaced. */
  CompletionStage<List<Contested>> contested(String persistenceId) {
    var lineage = writers.lineage(persistenceId);
    return rows(persistenceId, 0, Integer.MAX_VALUE)
        .thenCombine(lineage, CassandraEvents::contested);
  }

  private static List<Contested> contested(List<Written> rows, Lineage lineage) {
    var numbers = new HashSet<Long>();
    for (var row : rows) {
      if (!row.counts(lineage)) {
        numbers.add(row.event().sequenceNumber());
      }
    }
    return rows.stream()
        .filter(row -> numbers.contains(row.event().sequenceNumber()))
        .map(row -> new Contested(row.writer(), row.counts(lineage), row.event()))
        .toList();
  }

  private CompletionStage<List<Written>> rows(String persistenceId, long after, int limit) {
    return collect(persistenceId, after, after / partitionSize, limit, new ArrayList<>());
  }

  private CompletionStage<List<Written>> collect(
      String persistenceId, long after, long partition, int limit, List<Written> rows) {
    return cql.rows(
            limit - rows.size(),
            row -> written(persistenceId, row),
            EVENTS,
            persistenceId,
            partition,
            after,
            limit - rows.size())
        .thenCompose(found -> {
          rows.addAll(found);
          var last = rows.isEmpty() ? after : rows.getLast().event().sequenceNumber();
          return rows.size() >= limit
                  || last + JournalPlugin.LARGEST_WRITE < (partition + 1) * partitionSize
              ? CompletableFuture.completedStage(rows)
              : found.isEmpty() && partition > last / partitionSize
                  ? CompletableFuture.completedStage(rows)
                  : collect(persistenceId, last, partition + 1, limit, rows);
        });
  }

  private Written written(String persistenceId, Row row) {
    return new Written(String.valueOf(row.getString("writer_uuid")), event(persistenceId, row));
  }

  private StoredEvent event(String persistenceId, Row row) {
    var writer = String.valueOf(row.getString("writer_uuid"));
    return new StoredEvent(
        persistenceId,
        row.getLong("sequence_nr"),
        writer + ":" + row.getLong("written"),
        Instant.ofEpochMilli(Uuids.unixTimestamp(Objects.requireNonNull(row.getUuid("timestamp")))),
        Objects.requireNonNull(row.getSet("tags", String.class)),
        serialization
            .deserialize(
                Bytes.getArray(Objects.requireNonNull(row.getByteBuffer("event"))),
                row.getInt("ser_id"),
                String.valueOf(row.getString("ser_manifest")))
            .get());
  }

  /**
   * Cassandra keeps partitions by their hash: this walks all of them, for backups and tools. A
   * table of ids would be one more write for each journal.
   */
  CompletionStage<List<String>> persistenceIds(String prefix, String after, int limit) {
    var first = new TreeSet<String>();
    return cql.searching()
        .rows(
            Integer.MAX_VALUE,
            row -> {
              var id = String.valueOf(row.getString("persistence_id"));
              if (id.startsWith(prefix) && id.compareTo(after) > 0) {
                first.add(id);
              }
              if (first.size() > limit) {
                first.pollLast();
              }
              return true;
            },
            PARTITIONS)
        .thenApply(_ -> List.copyOf(first));
  }
}
