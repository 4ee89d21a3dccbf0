package dev.troupe.persistence.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/** The snapshots of all persistence ids, encoded. */
final class Snapshots {
  private final Readers readers;
  private final GroupCommit writer;

  Snapshots(Readers readers, GroupCommit writer) {
    this.readers = readers;
    this.writer = writer;
  }

  record Stored(long sequenceNumber, SnapshotRecord snapshot) {}

  CompletionStage<Void> save(String persistenceId, long sequenceNumber, SnapshotRecord snapshot) {
    var key = Keys.numbered(persistenceId, sequenceNumber);
    var value = snapshot.encode();
    return writer.submit(
        key.length + value.length, batch -> batch.put(Column.SNAPSHOTS, key, value));
  }

  /** The youngest snapshot that fits. */
  CompletionStage<Optional<Stored>> latest(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return readers.read(database -> {
      var found = new ArrayList<Stored>(1);
      database.descend(
          Column.SNAPSHOTS,
          start(persistenceId, criteria),
          end(persistenceId, criteria),
          (key, value) -> {
            if (!fits(criteria, value)) {
              return true;
            }
            found.add(new Stored(Keys.number(key), SnapshotRecord.decode(value)));
            return false;
          });
      return found.stream().findFirst();
    });
  }

  CompletionStage<Void> delete(String persistenceId, SnapshotSelectionCriteria criteria) {
    return readers
        .<List<byte[]>>read(database -> {
          var keys = new ArrayList<byte[]>();
          database.ascend(
              Column.SNAPSHOTS,
              start(persistenceId, criteria),
              end(persistenceId, criteria),
              (key, value) -> !fits(criteria, value) || keys.add(key));
          return keys;
        })
        .thenCompose(this::delete);
  }

  private CompletionStage<Void> delete(List<byte[]> keys) {
    return writer.submit(
        keys.stream().mapToLong(key -> key.length).sum(),
        batch -> {
          for (var key : keys) {
            batch.delete(Column.SNAPSHOTS, key);
          }
        });
  }

  private static boolean fits(SnapshotSelectionCriteria criteria, byte[] encoded) {
    var timestamp = SnapshotRecord.timestamp(encoded);
    return timestamp >= criteria.minTimestamp() && timestamp <= criteria.maxTimestamp();
  }

  private static byte[] start(String persistenceId, SnapshotSelectionCriteria criteria) {
    return Keys.numbered(persistenceId, Math.max(0, criteria.minSequenceNr()));
  }

  private static byte[] end(String persistenceId, SnapshotSelectionCriteria criteria) {
    return Keys.behind(Keys.numbered(persistenceId, criteria.maxSequenceNr()));
  }
}
