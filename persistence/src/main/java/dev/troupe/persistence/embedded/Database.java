package dev.troupe.persistence.embedded;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB as this store needs it; refuses to be called on any thread but the store's own. */
final class Database {

  /** Sees each row of a range; answers whether it wants the next. */
  @FunctionalInterface
  interface RowVisitor {
    boolean visit(byte[] key, byte[] value) throws RocksDBException;
  }

  private final RocksDB rocks;
  private final EnumMap<Column, ColumnFamilyHandle> columns;
  private final WriteOptions writeOptions;

  Database(RocksDB rocks, Map<Column, ColumnFamilyHandle> columns, boolean synced) {
    this.rocks = rocks;
    this.columns = new EnumMap<>(columns);
    this.writeOptions = new WriteOptions().setSync(synced);
  }

  ColumnFamilyHandle handle(Column column) {
    return requireNonNull(columns.get(column));
  }

  byte @Nullable [] get(Column column, byte[] key) throws RocksDBException {
    StoreThread.check();
    return rocks.get(handle(column), key);
  }

  /** Rows from {@code start} up to but without {@code end}, in ascending order of their keys. */
  void ascend(Column column, byte[] start, byte[] end, RowVisitor visitor) throws RocksDBException {
    StoreThread.check();
    try (var bound = new Slice(end);
        var options = new ReadOptions().setIterateUpperBound(bound);
        var rows = rocks.newIterator(handle(column), options)) {
      rows.seek(start);
      while (rows.isValid() && visitor.visit(rows.key(), rows.value())) {
        rows.next();
      }
      rows.status();
    }
  }

  /** The same rows in descending order. */
  void descend(Column column, byte[] start, byte[] end, RowVisitor visitor)
      throws RocksDBException {
    StoreThread.check();
    try (var lower = new Slice(start);
        var upper = new Slice(end);
        var options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
        var rows = rocks.newIterator(handle(column), options)) {
      rows.seekToLast();
      while (rows.isValid() && visitor.visit(rows.key(), rows.value())) {
        rows.prev();
      }
      rows.status();
    }
  }

  void write(WriteBatch batch) throws RocksDBException {
    StoreThread.check();
    rocks.write(writeOptions, batch);
  }

  /** What was acknowledged is synced already; an error here could only repeat an earlier one. */
  void close() {
    StoreThread.check();
    columns.values().forEach(ColumnFamilyHandle::close);
    writeOptions.close();
    rocks.close();
  }
}
