package dev.troupe.persistence.embedded;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What waits for the writer, bounded by number and by bytes. */
final class WriteQueue {
  private final BlockingQueue<Write> writes;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final long bytesAtMost;
  private final int writesAtMost;

  WriteQueue(int writesAtMost, long bytesAtMost) {
    this.writes = new ArrayBlockingQueue<>(writesAtMost);
    this.writesAtMost = writesAtMost;
    this.bytesAtMost = bytesAtMost;
  }

  /** Null if there was room, else the bound that was reached. */
  @Nullable String offer(Write write) {
    if (waitingBytes.addAndGet(write.bytes()) > bytesAtMost) {
      waitingBytes.addAndGet(-write.bytes());
      return "troupe.store.queue-bytes = " + bytesAtMost;
    }
    if (!writes.offer(write)) {
      waitingBytes.addAndGet(-write.bytes());
      return "troupe.store.queue-writes = " + writesAtMost;
    }
    return null;
  }

  /** Waits for room. */
  void put(Write write) throws InterruptedException {
    waitingBytes.addAndGet(write.bytes());
    writes.put(write);
  }

  /** Waits for a write, then takes those that wait with it, within the given bounds. */
  void drainTo(List<Write> taken, int writesWanted, long bytesWanted) throws InterruptedException {
    var bytes = take(writes.take(), taken);
    while (taken.size() < writesWanted && bytes < bytesWanted) {
      var next = writes.poll();
      if (next == null) {
        break;
      }
      bytes += take(next, taken);
    }
  }

  private static long take(Write write, List<Write> taken) {
    taken.add(write);
    return write.bytes();
  }

  /** The bytes count as waiting until their writes are done with. */
  void release(List<Write> done) {
    var bytes = 0L;
    for (var write : done) {
      bytes += write.bytes();
    }
    waitingBytes.addAndGet(-bytes);
  }

  void drainAllTo(List<Write> taken) {
    writes.drainTo(taken);
  }
}
