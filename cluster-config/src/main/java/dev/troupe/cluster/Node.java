package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;

/** One process of a cluster: an actor system that has joined, alone by itself or through seeds. */
public final class Node {
  /** The system's name, equal on all nodes that are to find each other. */
  public static final String SYSTEM = "troupe";

  private static final String SEEDS = "pekko.cluster.seed-nodes";

  private final ActorSystem<Void> system;

  private Node(ActorSystem<Void> system) {
    this.system = system;
  }

  /** The same where nobody shares the store. */
  public static CompletionStage<Node> start(Config config) {
    return start(config, _ -> Presence.ALONE);
  }

  /**
   * Starts the actor system and joins the cluster that lives; where none does, founds one: itself
   * alone where no seed nodes are configured, else as their order says, and only if nobody else
   * that shares the store is about to. The stage completes when the member is up, or fails with
   * {@link NotJoined} after {@code troupe.node.start-timeout}.
   *
   * @param presence opens what tells which nodes live; what it throws is thrown here
   */
  public static CompletionStage<Node> start(
      Config config, Function<ActorSystem<?>, Presence> presence) {
    var seeds = config.getStringList(SEEDS);
    // Pekko would join by itself, and ask nobody.
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            SYSTEM,
            config.withValue(SEEDS, ConfigValueFactory.fromIterable(List.of())));
    StartTimes.mark("actor system up");
    Joining.Attempt attempt;
    try {
      LastNode.watch(system);
      attempt =
          Joining.start(
              system,
              seeds.stream().map(AddressFromURIString::parse).toList(),
              presence.apply(system));
    } catch (RuntimeException e) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      throw e;
    }
    var timeout = config.getDuration("troupe.node.start-timeout");
    return attempt
        .up()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, failure) -> {
          if (failure == null) {
            return new Node(system);
          }
          system.terminate();
          throw failure instanceof NotJoined other
              ? other
              : new NotJoined(
                  Cluster.get(system).selfAddress(), timeout, attempt.asks().get(), seeds);
        });
  }

  /** No cluster took the node in. */
  public static final class NotJoined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotJoined(Address self, Duration timeout, String asked, List<String> seeds) {
      super(
          "no cluster took %s within %d s (troupe.node.start-timeout); it asked %s. %s = [%s]. Are those nodes up, and do they reach this one under that address?"
              .formatted(self, timeout.toSeconds(), asked, SEEDS, String.join(", ", seeds)));
    }

    NotJoined(Address self, Set<String> others) {
      super(
          "%s was too slow to found a cluster: %s did it meanwhile, in the same keyspace. Start this node again; it joins that one."
              .formatted(self, String.join(", ", others)));
    }
  }

  public ActorSystem<Void> system() {
    return system;
  }

  /** Leaves the cluster and ends the system, in the phases of coordinated shutdown. */
  public CompletionStage<Done> stop() {
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.actorSystemTerminateReason());
  }
}
