package dev.troupe.persistence.embedded;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.RocksDBException;

/**
 * A journal that goes as a whole, in one synced batch: events, snapshots and head. Where its tags
 * point nothing of it is found any more.
 */
final class Forgetting {
  private final String persistenceId;
  private final Instant before;
  private final AtomicBoolean isForgotten = new AtomicBoolean();

  Forgetting(String persistenceId, Instant before) {
    this.persistenceId = persistenceId;
    this.before = before;
  }

  CompletionStage<Boolean> in(GroupCommit writer) {
    return writer.submit(persistenceId.length(), this::append).thenApply(_ -> isForgotten.get());
  }

  private void append(Batch batch) throws RocksDBException {
    var id = Keys.text(persistenceId);
    var head = batch.head(persistenceId, id);
    if (head > 0 && isYounger(batch, id, head)) {
      return;
    }
    batch.deleteRange(Column.JOURNAL, Keys.numbered(id, 0), Keys.numbered(id, head + 1));
    batch.deleteRange(
        Column.SNAPSHOTS, Keys.numbered(id, 0), Keys.behind(Keys.numbered(id, Long.MAX_VALUE)));
    batch.forgetHead(persistenceId, id);
    isForgotten.set(true);
  }

  /** What this very batch adds is younger, too; of events that were deleted nobody knows. */
  private boolean isYounger(Batch batch, byte[] id, long head) throws RocksDBException {
    var durable = batch.stored(Column.HEADS, id);
    if (durable == null || Keys.longValue(durable) < head) {
      return true;
    }
    var last = batch.stored(Column.JOURNAL, Keys.numbered(id, head));
    return last != null && EventRecord.decode(last).timestamp() > before.toEpochMilli();
  }
}
