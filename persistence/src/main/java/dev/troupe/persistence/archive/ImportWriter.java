package dev.troupe.persistence.archive;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.archive.Import.Imported;
import dev.troupe.persistence.archive.JournalCopy.Part;
import dev.troupe.persistence.archive.JournalCopy.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.journal.Tagged;
import org.jspecify.annotations.Nullable;

/**
 * Takes an archive's items in their order and writes many at once, never more than fit into a
 * bounded part of the memory. Used by one thread.
 */
final class ImportWriter {
  private static final int PART_EVENTS = 200;
  private static final int PART_BYTES = 1 << 20;

  /** Rows, or an eighth of that in parts of journals. */
  private static final int AT_ONCE = 128;

  private static final int WEIGHT_OF_PART = 8;

  private final ActorSystem<?> system;
  private final Store store;
  private final Instant now;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private String journal = "";
  private @Nullable ActorRef copy;
  private CompletableFuture<Void> broken = new CompletableFuture<>();
  private String writeId = "";
  private long writeFirst;
  private List<Object> write = new ArrayList<>();
  private List<Write> part = new ArrayList<>();
  private int partEvents;
  private int partBytes;

  private long journals;
  private long events;
  private long rows;
  private long wakeUps;

  ImportWriter(ActorSystem<?> system, Store store, Instant now) {
    this.system = system;
    this.store = store;
    this.now = now;
  }

  void write(ArchiveItem item, int bytes) {
    switch (item) {
      case ArchiveItem.Event(var stored) -> add(stored, bytes);
      case ArchiveItem.Row(var place, var row) -> {
        rows++;
        submit(1, () -> store.table(place.table()).put(place.partition(), row.key(), row.value()));
      }
      case ArchiveItem.WakeUp(var taskKey) -> {
        wakeUps++;
        submit(1, () -> store.wakeUps().schedule(taskKey, now));
      }
    }
  }

  /** Waits until all is durable. */
  Imported end() {
    endJournal();
    room.acquireUninterruptibly(AT_ONCE);
    refuseAfterFailure();
    return new Imported(journals, events, rows, wakeUps);
  }

  private void add(StoredEvent stored, int bytes) {
    if (!stored.persistenceId().equals(journal)) {
      endJournal();
      journal = stored.persistenceId();
      journals++;
    } else if (!stored.writeId().equals(writeId)) {
      endWrite();
      if (partEvents >= PART_EVENTS || partBytes >= PART_BYTES) {
        send(false);
      }
    }
    if (write.isEmpty()) {
      writeId = stored.writeId();
      writeFirst = stored.sequenceNumber();
    }
    write.add(stored.tags().isEmpty() ? stored.event() : new Tagged(stored.event(), stored.tags()));
    events++;
    partEvents++;
    partBytes += bytes;
  }

  private void endWrite() {
    if (!write.isEmpty()) {
      part.add(new Write(writeFirst, write));
      write = new ArrayList<>();
    }
  }

  private void endJournal() {
    endWrite();
    if (!part.isEmpty()) {
      send(true);
    }
    copy = null;
  }

  private void send(boolean isLast) {
    var whole = part;
    part = new ArrayList<>();
    partEvents = 0;
    partBytes = 0;
    submit(
        WEIGHT_OF_PART,
        () -> {
          var durable = new CompletableFuture<Void>();
          copy().tell(new Part(whole, isLast, durable), ActorRef.noSender());
          return CompletableFuture.anyOf(durable, broken).thenApply(_ -> null);
        });
  }

  private ActorRef copy() {
    var running = copy;
    if (running == null) {
      broken = new CompletableFuture<>();
      running = JournalCopy.start(system, journal, broken);
      copy = running;
    }
    return running;
  }

  private void submit(int weight, Supplier<CompletionStage<Void>> writing) {
    room.acquireUninterruptibly(weight);
    refuseAfterFailure();
    var _ =
        writing
            .get()
            .whenComplete((_, failed) -> {
              if (failed != null) {
                failure.compareAndSet(null, failed);
              }
              room.release(weight);
            });
  }

  private void refuseAfterFailure() {
    var failed = failure.get();
    if (failed != null) {
      throw thrown(failed);
    }
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw thrown(failed);
    }
  }

  private static RuntimeException thrown(Throwable failed) {
    var cause =
        failed instanceof CompletionException && failed.getCause() != null
            ? failed.getCause()
            : failed;
    return cause instanceof RuntimeException known ? known : new CompletionException(cause);
  }
}
