package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import dev.troupe.cluster.Presence;
import dev.troupe.cluster.SuspensionWatch;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.Offsets;
import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.StoreProvider;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;
import dev.troupe.persistence.WakeUpIndex;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.serialization.SerializationExtension;

/**
 * The store of a cluster, one per actor system: a keyspace of Cassandra, where the plugin keeps
 * journals and snapshots and this class its own tables, all over one session of the driver.
 */
public final class CassandraStore implements Extension, Store {
  private static final Id ID = new Id();

  /** Who opens the session ends by itself, and knows why. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** What {@code troupe.store.providers.cassandra} names. */
  public static final class Provider implements StoreProvider {
    @Override
    public Store store(ClassicActorSystemProvider system) {
      return get(system);
    }
  }

  private static final class Id extends AbstractExtensionId<CassandraStore> {
    @Override
    public CassandraStore createExtension(ExtendedActorSystem system) {
      return new CassandraStore(system);
    }
  }

  /** Of the node, not of what is stored: its index and its log are in there. */
  private final Optional<DataDirectory> directory;

  private final CassandraSettings settings;
  private final JournalTables journals;
  private final Cql cql;
  private final WakeUpIndex wakeUps;
  private final Writers writers;
  private final Claims claims;
  private final Lives lives;
  private final CassandraEvents events;

  /**
   * Opens the store when asked first.
   *
   * @throws IllegalArgumentException if a setting or a file it names cannot be used
   * @throws StoreFailure if the data directory is held, if Cassandra does not answer within {@code
   *     troupe.cassandra.start-timeout}, refuses this node or has not the tables
   */
  public static CassandraStore get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  private CassandraStore(ExtendedActorSystem system) {
    var config = system.settings().config();
    this.settings = CassandraSettings.of(config);
    this.journals = JournalTables.of(config, JournalTables.SECTION);
    // Files that cannot be used, before anything is opened.
    var _ = Access.of(config.getConfig(CassandraSettings.SECTION));
    this.directory = directory(config).map(DataDirectory::open);
    system.registerOnTermination(() -> directory.ifPresent(DataDirectory::close));
    var session = SharedSession.of(system);
    this.cql = new Cql(session, settings);
    this.wakeUps = new CassandraWakeUpIndex(cql, InstantSource.system());
    this.writers = new Writers(cql, journals);
    this.claims =
        new Claims(
            cql,
            Strangers.process(
                system.provider().getDefaultAddress().toString(),
                Long.toHexString(new SecureRandom().nextLong())),
            InstantSource.system(),
            Strangers.of(system, presence()));
    this.lives = new Lives(claims, SuspensionWatch.get(system)::isSuspected);
    this.events = new CassandraEvents(cql, writers, SerializationExtension.get(system), journals);
    awaitTables(session);
  }

  private static Optional<Path> directory(Config config) {
    return Optional.of(config.getString("troupe.store.directory"))
        .filter(given -> !given.isBlank())
        .map(Path::of);
  }

  private void awaitTables(CompletionStage<CqlSession> session) {
    try {
      var open =
          session
              .toCompletableFuture()
              .orTimeout(settings.startTimeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
              .join();
      Schema.of(settings)
          .missingIn(open.getMetadata())
          .ifPresent(missing -> {
            throw new StoreFailure.NoSchema(
                settings.contactPoints().toString(), settings.keyspace(), missing);
          });
      new Privileges(settings).check(open).toCompletableFuture().join();
    } catch (CompletionException unreachable) {
      if (Cql.cause(unreachable) instanceof StoreFailure known) {
        throw known;
      }
      throw new StoreFailure.Unavailable(
          settings.contactPoints().toString(),
          "no answer within " + settings.startTimeout(),
          unreachable);
    }
  }

  @Override
  public CompletionStage<Void> ready() {
    return cql.run("SELECT projection FROM %s." + CassandraOffsets.OFFSETS + " LIMIT 1");
  }

  @Override
  public void announce(String url) {
    directory.ifPresent(held -> held.announce(url));
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Presence presence() {
    return new CassandraPresence(cql);
  }

  @Override
  public WakeUpIndex wakeUps() {
    return wakeUps;
  }

  @Override
  public Table table(String name) {
    return new CassandraTable(name, cql);
  }

  @Override
  public CompletionStage<List<TablePartition>> partitions() {
    return CassandraTable.partitions(cql);
  }

  @Override
  public Optional<SearchTable> searchTable() {
    return Optional.of(new CassandraSearch(cql.searching()));
  }

  @Override
  public Offsets offsets() {
    return new CassandraOffsets(cql);
  }

  @Override
  public CompletionStage<List<StoredEvent>> events(
      String persistenceId, long afterSequenceNumber, int limit) {
    return limit == 0
        ? CompletableFuture.completedStage(List.of())
        : events.events(persistenceId, afterSequenceNumber, limit);
  }

  @Override
  public CompletionStage<List<Contested>> contested(String persistenceId) {
    return events.contested(persistenceId);
  }

  @Override
  public CompletionStage<Boolean> forget(String persistenceId, Instant before) {
    return new Forgetting(cql, writers, persistenceId, before).run();
  }

  Cql cql() {
    return cql;
  }

  JournalTables journals() {
    return journals;
  }

  Writers writers() {
    return writers;
  }

  Claims claims() {
    return claims;
  }

  /** Of all plugins: each journal belongs to one. */
  Lives lives() {
    return lives;
  }

  @Override
  public CompletionStage<List<String>> persistenceIds(String prefix, String after, int limit) {
    return events.persistenceIds(prefix, after, limit);
  }
}
