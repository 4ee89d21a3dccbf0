package dev.troupe.persistence.embedded;

import java.util.concurrent.CompletableFuture;
import org.rocksdb.RocksDBException;

/** A write of some rows whose caller waits for nothing but the sync. */
final class Rows implements Write {

  /** Adds the rows to the batch. */
  @FunctionalInterface
  interface Appender {
    void appendTo(Batch batch) throws RocksDBException;
  }

  private final long bytes;
  private final Appender appender;
  private final CompletableFuture<Void> durable = new CompletableFuture<>();

  Rows(long bytes, Appender appender) {
    this.bytes = bytes;
    this.appender = appender;
  }

  CompletableFuture<Void> durable() {
    return durable;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void appendTo(Batch batch) throws RocksDBException {
    appender.appendTo(batch);
  }

  @Override
  @SuppressWarnings("NullAway") // Void has no other value.
  public void succeed() {
    durable.complete(null);
  }

  @Override
  public void fail(Throwable cause) {
    durable.completeExceptionally(cause);
  }
}
