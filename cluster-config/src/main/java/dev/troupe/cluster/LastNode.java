package dev.troupe.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberReadyForShutdown;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Ends the whole cluster where the node that leaves is all of it. Otherwise its shard regions look
 * for new homes for what they still hold messages for, until the phase of their hand-over times
 * out: nobody is there to give a home.
 */
final class LastNode {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private LastNode() {}

  static void watch(ActorSystem<?> system) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
            "end-a-cluster-of-one",
            () -> isAlone(Cluster.get(system)) ? end(system) : done());
  }

  private static boolean isAlone(Cluster cluster) {
    var members = cluster.state().members();
    return members.size() == 1 && cluster.selfMember().status().equals(MemberStatus.up());
  }

  private static CompletionStage<Done> end(ActorSystem<?> system) {
    var ready = new CompletableFuture<Done>();
    system.systemActorOf(ending(ready), "end-of-cluster", Props.empty());
    return ready.completeOnTimeout(Done.getInstance(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The regions have heard by then that the end is prepared: it is the step before. */
  private static Behavior<MemberEvent> ending(CompletableFuture<Done> ready) {
    return Behaviors.setup(context -> {
      org.apache.pekko.cluster.typed.Cluster.get(context.getSystem())
          .subscriptions()
          .tell(Subscribe.create(context.getSelf(), MemberEvent.class));
      Cluster.get(context.getSystem()).prepareForFullClusterShutdown();
      return Behaviors.receive(MemberEvent.class)
          .onMessage(
              MemberReadyForShutdown.class,
              _ -> {
                ready.complete(Done.getInstance());
                return Behaviors.stopped();
              })
          .onAnyMessage(_ -> Behaviors.same())
          .build();
    });
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
