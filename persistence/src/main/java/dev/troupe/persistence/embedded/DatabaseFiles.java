package dev.troupe.persistence.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Logger;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/** Opens RocksDB's files with the options that this store relies on. */
final class DatabaseFiles {
  private static final int BLOOM_BITS_PER_KEY = 10;

  /**
   * More files to look through for a reader (filters skip them), fewer rewrites of the same rows.
   */
  private static final int FILES_BEFORE_COMPACTION = 8;

  private DatabaseFiles() {}

  static Database open(Path directory, EmbeddedStoreSettings settings) throws RocksDBException {
    StoreThread.check();
    var handles = new ArrayList<ColumnFamilyHandle>();
    // RocksDB keeps its own references; closing these here frees ours.
    try (var options = options(settings);
        var cache = new LRUCache(settings.blockCacheBytes());
        var filter = new BloomFilter(BLOOM_BITS_PER_KEY);
        var growing =
            family(settings, cache, filter).setCompactionStyle(CompactionStyle.UNIVERSAL);
        var changing = family(settings, cache, filter)) {
      var rocks = RocksDB.open(options, directory.toString(), families(growing, changing), handles);
      return new Database(rocks, columns(handles), settings.synced());
    }
  }

  /** As they were left; another process may be writing them. */
  static Database openToRead(Path directory) throws RocksDBException {
    StoreThread.check();
    var handles = new ArrayList<ColumnFamilyHandle>();
    // A log file of its own would push the writing process's aside.
    try (var silence = new NoLog();
        var options =
            new DBOptions().setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
        var growing = new ColumnFamilyOptions().setCompactionStyle(CompactionStyle.UNIVERSAL);
        var changing = new ColumnFamilyOptions()) {
      options.setLogger(silence);
      var rocks =
          RocksDB.openReadOnly(options, directory.toString(), families(growing, changing), handles);
      return new Database(rocks, columns(handles), false);
    }
  }

  private static final class NoLog extends Logger {
    NoLog() {
      super(InfoLogLevel.FATAL_LEVEL);
    }

    @Override
    protected void log(InfoLogLevel level, String message) {}
  }

  private static List<ColumnFamilyDescriptor> families(
      ColumnFamilyOptions growing, ColumnFamilyOptions changing) {
    return Stream.of(Column.values())
        .map(column ->
            new ColumnFamilyDescriptor(
                column.familyName(), column == Column.JOURNAL ? growing : changing))
        .toList();
  }

  /** RocksDB answers its handles in the order of the descriptors. */
  private static Map<Column, ColumnFamilyHandle> columns(List<ColumnFamilyHandle> handles) {
    var columns = new EnumMap<Column, ColumnFamilyHandle>(Column.class);
    var next = handles.iterator();
    for (var column : Column.values()) {
      columns.put(column, next.next());
    }
    return columns;
  }

  private static DBOptions options(EmbeddedStoreSettings settings) {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        // A tail cut short was never acknowledged; damage anywhere before it must not pass for one.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setAvoidFlushDuringRecovery(true)
        .setSkipStatsUpdateOnDbOpen(true)
        .setDbWriteBufferSize(settings.writeBufferBytes())
        // What a start after a crash has to read again.
        .setMaxTotalWalSize(2 * settings.writeBufferBytes())
        .setMaxOpenFiles(settings.openFiles())
        .setMaxBackgroundJobs(2)
        .setAllowConcurrentMemtableWrite(false)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2);
  }

  private static ColumnFamilyOptions family(
      EmbeddedStoreSettings settings, LRUCache cache, BloomFilter filter) {
    return new ColumnFamilyOptions()
        .setTableFormatConfig(
            new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter))
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setLevel0FileNumCompactionTrigger(FILES_BEFORE_COMPACTION)
        .setWriteBufferSize(settings.writeBufferBytes());
  }
}
