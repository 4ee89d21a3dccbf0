package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import com.datastax.oss.protocol.internal.util.Bytes;
import dev.troupe.persistence.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
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

  /** A write that would cross the end of a partition goes into the next as a whole. */
  private static final int LARGEST_WRITE = 500;

  /** So that two events of one number are read together. */
  private static final int WINDOW = 16;

  private static final String IDS = "SELECT persistence_id FROM %s.all_persistence_ids";

  private final Cql cql;
  private final Serialization serialization;
  private final long partitionSize;

  /**
   * @param partitionSize events in a partition of the journal: its own setting
   */
  CassandraEvents(Cql cql, Serialization serialization, long partitionSize) {
    this.cql = cql;
    this.serialization = serialization;
    this.partitionSize = partitionSize;
  }

  CompletionStage<List<StoredEvent>> events(String persistenceId, long after, int limit) {
    // The event before says who was writing.
    var first = Math.max(0, after - 1);
    return collect(persistenceId, first, first / partitionSize, limit + WINDOW, new ArrayList<>())
        .thenApply(rows ->
            OneWriter.of(rows).stream()
                .map(row -> row.event())
                .filter(event -> event.sequenceNumber() > after)
                .limit(limit)
                .toList());
  }

  private CompletionStage<List<OneWriter.Written>> collect(
      String persistenceId, long after, long partition, int limit, List<OneWriter.Written> rows) {
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
          return rows.size() >= limit || last + LARGEST_WRITE < (partition + 1) * partitionSize
              ? CompletableFuture.completedStage(rows)
              : found.isEmpty() && partition > last / partitionSize
                  ? CompletableFuture.completedStage(rows)
                  : collect(persistenceId, last, partition + 1, limit, rows);
        });
  }

  private OneWriter.Written written(String persistenceId, Row row) {
    return new OneWriter.Written(
        String.valueOf(row.getString("writer_uuid")), event(persistenceId, row));
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

  /** Cassandra keeps ids by their hash: this walks all of them, for backups and tools. */
  CompletionStage<List<String>> persistenceIds(String prefix, String after, int limit) {
    var first = new TreeSet<String>();
    return cql.rows(
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
            IDS)
        .thenApply(_ -> List.copyOf(first));
  }
}
