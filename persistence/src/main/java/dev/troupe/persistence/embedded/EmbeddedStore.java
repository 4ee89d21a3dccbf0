package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Contested;
import dev.troupe.persistence.Offsets;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.StoreProvider;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;
import dev.troupe.persistence.WakeUpIndex;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * The store inside this process, one per actor system, closed after the last actor has ended.
 *
 * <p>A test needs no configuration at all: the defaults of {@code troupe-store.conf} name this
 * store's journal and snapshot plugins, and without a directory it works in a temporary one that
 * goes with the actor system. A test that restarts on the same data, and every real engine, says
 *
 * <pre>
 * troupe.store.directory = "/path/to/data"
 * pekko.persistence.journal.plugin = "troupe.embedded.journal"             # the default
 * pekko.persistence.snapshot-store.plugin = "troupe.embedded.snapshot"    # the default
 * </pre>
 */
public final class EmbeddedStore implements Extension, Store {
  private static final Id ID = new Id();

  /** What {@code troupe.store.providers.embedded} names. */
  public static final class Provider implements StoreProvider {
    @Override
    public Store store(ClassicActorSystemProvider system) {
      return get(system);
    }

    @Override
    public void prepare() {
      NativeLibrary.loadAhead();
    }
  }

  private static final class Id extends AbstractExtensionId<EmbeddedStore> {
    @Override
    public EmbeddedStore createExtension(ExtendedActorSystem system) {
      return new EmbeddedStore(system);
    }
  }

  private final StoreDirectory directory;
  private final Engine engine;
  private final Readers readers;
  private final GroupCommit writer;
  private final Commits commits = new Commits();
  private final Journal journal;
  private final Payloads payloads;
  private final Events events;
  private final Dispatch dispatch;

  /**
   * Opens the store when asked first.
   *
   * @throws StoreFailure if the directory is held, damaged or cannot be used
   */
  public static EmbeddedStore get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  private EmbeddedStore(ExtendedActorSystem system) {
    var settings = EmbeddedStoreSettings.of(system.settings().config());
    this.dispatch = new Dispatch(system.dispatcher());
    this.directory = StoreDirectory.open(settings.directory());
    this.engine = new Engine(directory.path(), settings, dispatch, commits);
    var parts = open(engine, directory);
    this.readers = parts.readers();
    this.writer = parts.writer();
    this.journal = new Journal(readers, writer);
    this.payloads = new Payloads(system);
    this.events = new Events(payloads);
    system.registerOnTermination(this::close);
  }

  private static Engine.Parts open(Engine engine, StoreDirectory directory) {
    try {
      return engine.open();
    } catch (StoreFailure failed) {
      directory.close();
      throw failed;
    }
  }

  private void close() {
    try {
      engine.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      directory.close();
    }
  }

  @Override
  public CompletionStage<Void> ready() {
    return writer
        .refusal()
        .<CompletionStage<Void>>map(CompletableFuture::failedStage)
        .orElseGet(() -> CompletableFuture.completedStage(null));
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public WakeUpIndex wakeUps() {
    return new EmbeddedWakeUpIndex(readers, writer);
  }

  @Override
  public Table table(String name) {
    return new EmbeddedTable(name, readers, writer);
  }

  @Override
  public CompletionStage<List<TablePartition>> partitions() {
    return readers.read(EmbeddedTable::partitions);
  }

  @Override
  public Offsets offsets() {
    return new EmbeddedOffsets(readers, writer);
  }

  @Override
  public CompletionStage<List<StoredEvent>> events(
      String persistenceId, long afterSequenceNumber, int limit) {
    return journal
        .events(persistenceId, afterSequenceNumber + 1, Long.MAX_VALUE, limit)
        .thenApply(page -> page.stream().map(events::toStoredEvent).toList());
  }

  @Override
  public CompletionStage<List<Contested>> contested(String persistenceId) {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<List<String>> persistenceIds(String prefix, String after, int limit) {
    return journal.persistenceIds(prefix, after, limit);
  }

  @Override
  public CompletionStage<Boolean> forget(String persistenceId, Instant before) {
    return new Forgetting(persistenceId, before).in(writer);
  }

  @Override
  public void announce(String url) {
    directory.announce(url);
  }

  Journal journal() {
    return journal;
  }

  Snapshots snapshots() {
    return new Snapshots(readers, writer);
  }

  Payloads payloads() {
    return payloads;
  }

  Events events() {
    return events;
  }

  Commits commits() {
    return commits;
  }
}
