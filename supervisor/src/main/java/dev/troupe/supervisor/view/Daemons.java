package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.TaskId;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ShardedDaemonProcessSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;

/** What runs once in the cluster for each slice of its tasks. */
final class Daemons {
  private final ActorSystem<?> system;
  private final Hosting hosting;

  Daemons(ActorSystem<?> system, Hosting hosting) {
    this.system = system;
    this.hosting = hosting;
  }

  /** Keep the listings up with the journal. */
  void startListings(Store store, Listing listing, ApprovalListing approvals) {
    var events =
        PersistenceQuery.get(system)
            .getReadJournalFor(EventsByTagQuery.class, hosting.settings().readJournal());
    var removed = new RemovedTasks(store, hosting.clock());
    ShardedDaemonProcess.get(system)
        .init(
            StreamDaemon.Message.class,
            "task-listing",
            WakeUpIndex.SLICES,
            slice ->
                StreamDaemon.create(
                    new ListingProjection(slice, store, listing, events, removed)
                        .run()
                        .merge(
                            new ApprovalProjection(slice, store, approvals, events, removed)
                                .run())));
  }

  /** Remove what ended long ago: once in the cluster, and nowhere unless a setting says so. */
  void startRemoving(
      Store store, Listing listing, Function<TaskId, EntityRef<SupervisorMessage>> supervisors) {
    var settings = hosting.settings().retention();
    if (settings.keepFor() == null) {
      return;
    }
    ShardedDaemonProcess.get(system)
        .init(
            Retention.Message.class,
            "task-retention",
            1,
            _ ->
                Retention.create(
                    settings.lookEvery(),
                    streams ->
                        new Removing(system, hosting, store, listing, supervisors).look(streams)),
            ShardedDaemonProcessSettings.create(system),
            Optional.of(new Retention.Stop()));
  }

  /** Wake what has to run. */
  void startSweeping(BiConsumer<String, SupervisorMessage> supervisors) {
    ShardedDaemonProcess.get(system)
        .init(
            Sweeper.Message.class,
            "task-sweeper",
            WakeUpIndex.SLICES,
            slice -> Sweeper.create(slice, hosting, supervisors),
            ShardedDaemonProcessSettings.create(system),
            Optional.of(new Sweeper.Stop()));
  }
}
