package dev.troupe.persistence.embedded;

/** The only kind of thread that may call RocksDB: native code would pin a virtual thread. */
final class StoreThread extends Thread {

  StoreThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }

  static void check() {
    if (!(Thread.currentThread() instanceof StoreThread)) {
      throw new IllegalStateException(
          "RocksDB was called on %s; hand the work to the store's own threads"
              .formatted(Thread.currentThread().getName()));
    }
  }
}
