package dev.troupe.persistence.embedded;

import dev.troupe.persistence.StoreFailure;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;

/** The threads that read RocksDB for everybody else. */
final class Readers {

  @FunctionalInterface
  interface Read<T> {
    T from(Database database) throws RocksDBException;
  }

  private final Database database;
  private final Path directory;
  private final Failures failures;
  private final Dispatch dispatch;
  private final int queueReads;
  private final ThreadPoolExecutor threads;

  Readers(Database database, EmbeddedStoreSettings settings, Path directory, Dispatch dispatch) {
    this.database = database;
    this.directory = directory;
    this.failures = new Failures(directory);
    this.dispatch = dispatch;
    this.queueReads = settings.queueReads();
    this.threads =
        new ThreadPoolExecutor(
            settings.readThreads(),
            settings.readThreads(),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(settings.queueReads()),
            work -> new StoreThread(work, "troupe-store-reader"));
  }

  /** Reads on a thread of the store; the stage completes on a dispatcher. */
  <T> CompletionStage<T> read(Read<T> read) {
    var result = new CompletableFuture<T>();
    try {
      threads.execute(() -> complete(read, result));
    } catch (RejectedExecutionException noRoom) {
      result.completeExceptionally(
          threads.isShutdown()
              ? new StoreFailure.Closed(directory)
              : new StoreFailure.Overloaded(directory, "troupe.store.queue-reads = " + queueReads));
    }
    return result;
  }

  private <T> void complete(Read<T> read, CompletableFuture<T> result) {
    try {
      var value = read.from(database);
      dispatch.run(() -> result.complete(value));
    } catch (RocksDBException | BufferUnderflowException unreadable) {
      var failure = failures.onRead(unreadable);
      dispatch.run(() -> result.completeExceptionally(failure));
    } catch (RuntimeException | Error unplanned) {
      dispatch.run(() -> result.completeExceptionally(unplanned));
    }
  }

  /** Reads that wait are still answered. */
  void stop() throws InterruptedException {
    threads.shutdown();
    // A read is a page of rows: if one takes longer, closing RocksDB under it would crash the JVM.
    while (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
      Thread.onSpinWait();
    }
  }
}
