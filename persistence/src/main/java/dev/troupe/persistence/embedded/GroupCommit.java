package dev.troupe.persistence.embedded;

import dev.troupe.persistence.StoreFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: drains what waits into one synced batch, then acknowledges all of it. While the
 * disk syncs, the next batch gathers, so the more writers there are the less each sync costs.
 *
 * <p>After a write error nothing more is written until the store is opened again: what the disk
 * holds beyond the last acknowledged batch is not known.
 */
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final EmbeddedStoreSettings settings;
  private final Failures failures;
  private final Path directory;
  private final WriteQueue queue;
  private final Dispatch dispatch;
  private final Commits commits;
  private final Batch batch;
  private volatile long durableOffset;
  private volatile @Nullable StoreFailure refusal;
  private volatile boolean ended;

  /** The last write of all: it adds nothing. */
  private final Write end = new Rows(0, _ -> {});

  GroupCommit(
      Database database,
      EmbeddedStoreSettings settings,
      Path directory,
      Dispatch dispatch,
      Commits commits)
      throws RocksDBException {
    this.batch = new Batch(database);
    this.durableOffset = batch.offset();
    this.settings = settings;
    this.failures = new Failures(directory);
    this.directory = directory;
    this.queue = new WriteQueue(settings.queueWrites(), settings.queueBytes());
    this.dispatch = dispatch;
    this.commits = commits;
  }

  /** Never blocks: a write that finds no room fails at once. */
  void submit(Write write) {
    var refused = refusal;
    if (refused != null) {
      write.fail(refused);
      return;
    }
    var bound = queue.offer(write);
    if (bound != null) {
      write.fail(new StoreFailure.Overloaded(directory, bound));
    } else if (ended) {
      // The writer may have left between the look and the offer.
      failWaiting();
    }
  }

  /** Durable when the stage completes. */
  CompletionStage<Void> submit(long bytes, Rows.Appender appender) {
    var rows = new Rows(bytes, appender);
    submit(rows);
    return rows.durable();
  }

  /** Why nothing is written any more; empty while all is well. */
  Optional<StoreFailure> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** The highest offset that readers can see. */
  long durableOffset() {
    return durableOffset;
  }

  /**
   * Runs on the writer's thread until {@link #stop} was asked for; then everything is written.
   * After a write error it goes on to refuse, because what is stored can still be read.
   */
  void run() throws InterruptedException {
    var taken = new ArrayList<Write>();
    try (batch) {
      do {
        taken.clear();
        queue.drainTo(taken, settings.batchWrites(), settings.batchBytes());
        commit(taken);
        queue.release(taken);
      } while (!taken.contains(end));
    } finally {
      refuse(new StoreFailure.Closed(directory));
      ended = true;
      failWaiting();
    }
  }

  /** What was handed in before is still written; what comes after is refused. */
  void stop() throws InterruptedException {
    queue.put(end);
  }

  private void commit(List<Write> taken) {
    if (refusal != null) {
      fail(taken, refusal);
      return;
    }
    try {
      var accepted = append(taken);
      if (!batch.isEmpty()) {
        batch.commit();
      }
      durableOffset = batch.offset();
      var changed = commits.hasListeners() ? batch.changed() : Set.<String>of();
      dispatch.run(() -> acknowledge(accepted, changed));
    } catch (RocksDBException | RuntimeException | Error error) {
      var failure = failures.onWrite(error);
      LOG.error("Nothing more is written to {}", directory, error);
      refuse(failure);
      fail(taken, failure);
    } finally {
      batch.clear();
    }
  }

  private List<Write> append(List<Write> taken) throws RocksDBException {
    var accepted = new ArrayList<Write>(taken.size());
    for (var write : taken) {
      try {
        write.appendTo(batch);
        accepted.add(write);
      } catch (StoreFailure.SequenceTaken refused) {
        dispatch.run(() -> write.fail(refused));
      }
    }
    return accepted;
  }

  private void fail(List<Write> writes, StoreFailure failure) {
    var failed = List.copyOf(writes);
    dispatch.run(() -> failed.forEach(write -> write.fail(failure)));
  }

  private void acknowledge(List<Write> durable, Set<String> changed) {
    durable.forEach(Write::succeed);
    commits.publish(changed);
  }

  private synchronized void refuse(StoreFailure failure) {
    if (refusal == null) {
      refusal = failure;
    }
  }

  private void failWaiting() {
    var failure = refusal;
    if (failure == null) {
      return;
    }
    var waiting = new ArrayList<Write>();
    queue.drainAllTo(waiting);
    queue.release(waiting);
    fail(waiting, failure);
  }
}
