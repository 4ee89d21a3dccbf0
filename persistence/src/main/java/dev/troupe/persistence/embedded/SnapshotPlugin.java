package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Names;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Pekko's snapshot store over the embedded store, as {@code troupe.embedded.snapshot}. A snapshot
 * is a cache: one that cannot be read any more is passed over for an older one, or for a full
 * replay.
 */
public final class SnapshotPlugin extends SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotPlugin.class);

  private final Snapshots snapshots;
  private final Payloads payloads;
  private final Executor executor;

  public SnapshotPlugin() {
    var store = EmbeddedStore.get(context().system());
    this.snapshots = store.snapshots();
    this.payloads = store.payloads();
    this.executor = context().dispatcher();
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return FutureConverters.asScala(load(persistenceId, criteria));
  }

  private CompletionStage<Optional<SelectedSnapshot>> load(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return snapshots
        .latest(persistenceId, criteria)
        .thenCompose(latest ->
            latest.isEmpty()
                ? CompletableFuture.completedStage(Optional.<SelectedSnapshot>empty())
                : read(persistenceId, criteria, latest.get()));
  }

  private CompletionStage<Optional<SelectedSnapshot>> read(
      String persistenceId, SnapshotSelectionCriteria criteria, Snapshots.Stored stored) {
    var number = stored.sequenceNumber();
    try {
      var record = stored.snapshot();
      var metadata = new SnapshotMetadata(persistenceId, number, record.timestamp());
      var complete =
          record
              .metadata()
              .map(extra -> metadata.withMetadata(payloads.deserialize(extra)))
              .orElse(metadata);
      var snapshot = SelectedSnapshot.create(complete, payloads.deserialize(record.payload()));
      return CompletableFuture.completedStage(Optional.of(snapshot));
    } catch (Exception unreadable) {
      LOG.warn(
          "Snapshot {} of {} cannot be read ({}); an older one or the events are used instead",
          number,
          persistenceId,
          unreadable.toString());
      return number == 0
          ? CompletableFuture.completedStage(Optional.empty())
          : load(persistenceId, criteria.limit(number - 1));
    }
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return FutureConverters.asScala(
        CompletableFuture.supplyAsync(() -> toRecord(metadata, snapshot), executor)
            .thenCompose(record ->
                snapshots.save(
                    Names.checked("persistence id", metadata.persistenceId()),
                    metadata.sequenceNr(),
                    record)));
  }

  private SnapshotRecord toRecord(SnapshotMetadata metadata, Object snapshot) {
    var extra = OptionConverters.toJava(metadata.metadata());
    return new SnapshotRecord(
        metadata.timestamp(), extra.map(payloads::serialize), payloads.serialize(snapshot));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    var number = metadata.sequenceNr();
    var any = metadata.timestamp() == 0;
    var criteria =
        SnapshotSelectionCriteria.create(
            number,
            any ? Long.MAX_VALUE : metadata.timestamp(),
            number,
            any ? 0 : metadata.timestamp());
    return doDeleteAsync(metadata.persistenceId(), criteria);
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return FutureConverters.asScala(snapshots.delete(persistenceId, criteria));
  }
}
