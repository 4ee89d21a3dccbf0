package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Recent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What the writer's thread is about to sync, and the numbers that only it gives out. Used by that
 * thread alone.
 */
final class Batch implements AutoCloseable {
  private static final int HEADS_KEPT = 8192;

  private final Database database;
  private final WriteBatch rows = new WriteBatch();
  private final Set<String> changed = new HashSet<>();
  private final Map<String, Instant> wakeUps = new HashMap<>();
  private final Map<String, Long> heads = Recent.byUse(HEADS_KEPT);
  private long writeId;
  private long offset;
  private boolean counted;

  Batch(Database database) throws RocksDBException {
    this.database = database;
    var counters = database.get(Column.COUNTERS, Keys.COUNTERS);
    if (counters != null) {
      writeId = ByteBuffer.wrap(counters).getLong();
      offset = ByteBuffer.wrap(counters).getLong(Long.BYTES);
    }
  }

  void put(Column column, byte[] key, byte[] value) throws RocksDBException {
    rows.put(database.handle(column), key, value);
  }

  void delete(Column column, byte[] key) throws RocksDBException {
    rows.delete(database.handle(column), key);
  }

  /** From {@code start} up to but without {@code end}. */
  void deleteRange(Column column, byte[] start, byte[] end) throws RocksDBException {
    rows.deleteRange(database.handle(column), start, end);
  }

  /** Unique in the store, for ever. */
  long nextWriteId() {
    counted = true;
    return ++writeId;
  }

  /**
   * Orders tagged events across the store: readers see them in this order, without gaps to come.
   */
  long nextOffset() {
    counted = true;
    return ++offset;
  }

  long offset() {
    return offset;
  }

  /** The highest sequence number, with what this batch is about to add; 0 for a new journal. */
  long head(String persistenceId, byte[] key) throws RocksDBException {
    var known = heads.get(persistenceId);
    if (known != null) {
      return known;
    }
    var stored = database.get(Column.HEADS, key);
    return stored == null ? 0 : Keys.longValue(stored);
  }

  void setHead(String persistenceId, byte[] key, long head) throws RocksDBException {
    heads.put(persistenceId, head);
    put(Column.HEADS, key, Keys.longValue(head));
  }

  /** The journal begins anew with the number one. */
  void forgetHead(String persistenceId, byte[] key) throws RocksDBException {
    heads.put(persistenceId, 0L);
    delete(Column.HEADS, key);
  }

  /** What is durable; not what this batch is about to add. */
  byte @Nullable [] stored(Column column, byte[] key) throws RocksDBException {
    return database.get(column, key);
  }

  /** When a task is due, with what this batch is about to change; null if it has no row. */
  @Nullable Instant dueAt(String taskKey) throws RocksDBException {
    if (wakeUps.containsKey(taskKey)) {
      return wakeUps.get(taskKey);
    }
    var stored = database.get(Column.WAKE_UPS, Keys.wakeUpOf(taskKey));
    return stored == null ? null : Keys.instant(stored, 0);
  }

  void setDueAt(String taskKey, @Nullable Instant dueAt) {
    wakeUps.put(taskKey, dueAt);
  }

  /** Wakes the live queries on this topic once the batch is durable. */
  void announce(String topic) {
    changed.add(topic);
  }

  /** What changed, for the live queries; a copy that outlives the batch. */
  Set<String> changed() {
    return Set.copyOf(changed);
  }

  boolean isEmpty() {
    return rows.count() == 0;
  }

  void commit() throws RocksDBException {
    if (counted) {
      var counters = ByteBuffer.allocate(2 * Long.BYTES).putLong(writeId).putLong(offset).array();
      put(Column.COUNTERS, Keys.COUNTERS, counters);
    }
    database.write(rows);
  }

  void clear() {
    rows.clear();
    changed.clear();
    wakeUps.clear();
    counted = false;
  }

  @Override
  public void close() {
    rows.close();
  }
}
