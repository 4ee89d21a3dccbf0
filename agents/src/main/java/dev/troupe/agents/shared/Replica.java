package dev.troupe.agents.shared;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** What this node has of the CRDTs. Other nodes are never waited for. */
public final class Replica {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final ActorRef<Replicator.Command> replicator;
  private final SelfUniqueAddress node;

  /** The system must belong to a cluster, if only of itself. */
  public Replica(ActorSystem<?> system) {
    var replication = DistributedData.get(system);
    this.system = system;
    this.replicator = replication.replicator();
    this.node = replication.selfUniqueAddress();
  }

  public SelfUniqueAddress node() {
    return node;
  }

  /** Empty where nobody has written yet; fails where it cannot be said in a second. */
  public <D extends ReplicatedData> CompletionStage<Optional<D>> read(Key<D> key) {
    return AskPattern.<Replicator.Command, Replicator.GetResponse<D>>ask(
            replicator,
            replyTo -> new Replicator.Get<>(key, Replicator.readLocal(), replyTo),
            PATIENCE,
            system.scheduler())
        .thenApply(answer ->
            answer instanceof Replicator.GetSuccess<D> found
                ? Optional.of(found.get(key))
                : Optional.empty());
  }

  /**
   * Updates it where that changes what this node has, or where nobody can say so in a second. Never
   * waits.
   */
  <D extends ReplicatedData> void change(Key<D> key, D initial, Function<D, D> change) {
    var _ =
        read(key)
            .thenApply(found -> found.orElse(initial))
            .thenApply(known -> !change.apply(known).equals(known))
            .exceptionally(_ -> true)
            .thenAccept(changes -> {
              if (changes) {
                update(key, initial, change);
              }
            });
  }

  /** What changes nothing holds up what changes something: look first. */
  public <D extends ReplicatedData> void update(Key<D> key, D initial, Function<D, D> change) {
    replicator.tell(
        new Replicator.Update<>(key, initial, Replicator.writeLocal(), system.ignoreRef(), change));
  }
}
