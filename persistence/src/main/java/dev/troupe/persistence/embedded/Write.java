package dev.troupe.persistence.embedded;

import org.rocksdb.RocksDBException;

/** One thing to be made durable: all of it or nothing, in the same synced batch. */
interface Write {

  /** Roughly what it adds to a batch; counted against the bounds of queue and batch. */
  long bytes();

  /**
   * Adds its rows; on the writer's thread.
   *
   * @throws dev.troupe.persistence.StoreFailure.SequenceTaken to refuse this write alone, before it
   *     added a row
   */
  void appendTo(Batch batch) throws RocksDBException;

  /** It is durable; on a dispatcher, off the store's threads. */
  void succeed();

  /** It was not acknowledged and never will be; on a dispatcher. */
  void fail(Throwable cause);
}
