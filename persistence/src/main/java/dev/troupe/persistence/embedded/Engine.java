package dev.troupe.persistence.embedded;

import dev.troupe.cluster.StartTimes;
import dev.troupe.persistence.StoreFailure;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open RocksDB with its threads: one that opens, writes and closes it, and those that read. */
final class Engine {

  /** What the outside needs once the database is open. */
  record Parts(GroupCommit writer, Readers readers) {}

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Path directory;
  private final EmbeddedStoreSettings settings;
  private final Dispatch dispatch;
  private final Commits commits;
  private final CompletableFuture<Parts> opened = new CompletableFuture<>();
  private final StoreThread thread = new StoreThread(this::run, "troupe-store-writer");

  Engine(Path directory, EmbeddedStoreSettings settings, Dispatch dispatch, Commits commits) {
    this.directory = directory;
    this.settings = settings;
    this.dispatch = dispatch;
    this.commits = commits;
  }

  /**
   * @throws StoreFailure naming what is wrong with the files
   */
  Parts open() {
    thread.start();
    try {
      return opened.join();
    } catch (CompletionException failed) {
      var cause = failed.getCause();
      throw new Failures(directory).onRead(cause == null ? failed : cause);
    }
  }

  /** Writes and answers what was handed in before, then closes the files. */
  void close() throws InterruptedException {
    var parts = opened.join();
    parts.writer().stop();
    thread.join();
  }

  private void run() {
    try {
      NativeLibrary.load(directory.resolve("native"));
      StartTimes.mark("native library loaded");
      var database = DatabaseFiles.open(directory.resolve("store"), settings);
      StartTimes.mark("store open");
      try {
        work(database);
      } finally {
        database.close();
      }
    } catch (RocksDBException | InterruptedException | RuntimeException | Error unplanned) {
      if (!opened.completeExceptionally(unplanned)) {
        LOG.error("The store in {} ended before its actor system did", directory, unplanned);
      }
    }
  }

  private void work(Database database) throws RocksDBException, InterruptedException {
    var writer = new GroupCommit(database, settings, directory, dispatch, commits);
    var readers = new Readers(database, settings, directory, dispatch);
    opened.complete(new Parts(writer, readers));
    try {
      writer.run();
    } finally {
      readers.stop();
    }
  }
}
