package dev.troupe.persistence.embedded;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Pekko's journal over the embedded store, as {@code troupe.embedded.journal}. Events are
 * serialized in parallel on the plugin's dispatcher; the store's writer puts them in order.
 */
public final class JournalPlugin extends AsyncWriteJournal {
  private static final int REPLAY_PAGE = 256;

  private final Journal journal;
  private final Events events;
  private final Executor executor;

  /**
   * An entity that was restarted must not recover before the last write of its old self is done.
   */
  private final Map<String, CompletionStage<?>> underway = new ConcurrentHashMap<>();

  public JournalPlugin() {
    var store = EmbeddedStore.get(context().system());
    this.journal = store.journal();
    this.events = store.events();
    this.executor = context().dispatcher();
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    var persistenceId = writes.iterator().next().persistenceId();
    var results =
        CompletableFuture.supplyAsync(() -> write(writes), executor).thenCompose(result -> result);
    underway.put(persistenceId, results);
    return FutureConverters.asScala(
        results.whenComplete((_, _) -> underway.remove(persistenceId, results)));
  }

  private CompletionStage<Iterable<Optional<Exception>>> write(Iterable<AtomicWrite> writes) {
    var results = new ArrayList<Optional<Exception>>();
    CompletableFuture<Done> durable = null;
    for (var atomicWrite : writes) {
      try {
        var write = events.toWrite(atomicWrite);
        results.add(Optional.empty());
        journal.append(write);
        durable =
            durable == null
                ? write.durable()
                : durable.thenCombine(write.durable(), (done, _) -> done);
      } catch (Exception unserializable) {
        results.add(Optional.of(unserializable));
      }
    }
    return durable == null
        ? CompletableFuture.completedStage(results)
        : durable.thenApply(_ -> results);
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNumber) {
    return FutureConverters.asScala(
        afterWrites(persistenceId)
            .thenCompose(_ -> journal.deleteTo(persistenceId, toSequenceNumber)));
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNumber) {
    return FutureConverters.asScala(
        afterWrites(persistenceId).thenCompose(_ -> journal.highest(persistenceId)));
  }

  private CompletionStage<?> afterWrites(String persistenceId) {
    CompletionStage<?> last = underway.get(persistenceId);
    return last == null ? CompletableFuture.completedStage(true) : last.handle((_, _) -> true);
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId, long from, long to, long limit, Consumer<PersistentRepr> replay) {
    return FutureConverters.asScala(replay(persistenceId, from, to, limit, replay));
  }

  private CompletionStage<Void> replay(
      String persistenceId, long from, long to, long limit, Consumer<PersistentRepr> replay) {
    var wanted = (int) Math.min(limit, REPLAY_PAGE);
    return journal
        .events(persistenceId, from, to, wanted)
        .thenCompose(page -> {
          page.forEach(entry -> replay.accept(events.toPersistentRepr(entry)));
          return page.isEmpty() || page.size() == limit
              ? done()
              : replay(
                  persistenceId,
                  page.getLast().sequenceNumber() + 1,
                  to,
                  limit - page.size(),
                  replay);
        });
  }

  @SuppressWarnings("NullAway") // Void has no other value.
  private static CompletionStage<Void> done() {
    return CompletableFuture.completedStage(null);
  }
}
