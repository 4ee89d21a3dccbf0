package dev.troupe.persistence.embedded;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code troupe.store} of the configuration; {@code troupe-store.conf} explains each.
 *
 * @param directory empty: a temporary directory that goes with the actor system, not synced
 */
record EmbeddedStoreSettings(
    Optional<Path> directory,
    int queueWrites,
    long queueBytes,
    int batchWrites,
    long batchBytes,
    int readThreads,
    int queueReads,
    long blockCacheBytes,
    long writeBufferBytes,
    int openFiles) {

  static EmbeddedStoreSettings of(Config config) {
    var store = config.getConfig("troupe.store");
    var directory = store.getString("directory");
    return new EmbeddedStoreSettings(
        directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory)),
        store.getInt("queue-writes"),
        store.getBytes("queue-bytes"),
        store.getInt("batch-writes"),
        store.getBytes("batch-bytes"),
        store.getInt("read-threads"),
        store.getInt("queue-reads"),
        store.getBytes("block-cache"),
        store.getBytes("write-buffer"),
        store.getInt("open-files"));
  }

  /** A temporary store is gone after a crash anyway. */
  boolean synced() {
    return directory.isPresent();
  }
}
