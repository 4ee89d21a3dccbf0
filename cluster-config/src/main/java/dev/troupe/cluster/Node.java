package dev.troupe.cluster;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;

/** One process of a cluster: an actor system that has joined, alone by itself or through seeds. */
public final class Node {
  /** The system's name, equal on all nodes that are to find each other. */
  public static final String SYSTEM = "troupe";

  private final ActorSystem<Void> system;

  private Node(ActorSystem<Void> system) {
    this.system = system;
  }

  /**
   * Starts the actor system and joins: itself where no seed nodes are configured. The stage
   * completes when the member is up, or fails after {@code troupe.node.start-timeout}.
   */
  public static CompletionStage<Node> start(Config config) {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), SYSTEM, config);
    var up = new CompletableFuture<Node>();
    var cluster = Cluster.get(system);
    LastNode.watch(system);
    cluster.registerOnMemberUp(() -> up.complete(new Node(system)));
    if (config.getStringList("pekko.cluster.seed-nodes").isEmpty()) {
      cluster.join(cluster.selfAddress());
    }
    Duration timeout = config.getDuration("troupe.node.start-timeout");
    return up.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            system.terminate();
          }
        });
  }

  public ActorSystem<Void> system() {
    return system;
  }

  /** Leaves the cluster and ends the system, in the phases of coordinated shutdown. */
  public CompletionStage<Done> stop() {
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.actorSystemTerminateReason());
  }
}
