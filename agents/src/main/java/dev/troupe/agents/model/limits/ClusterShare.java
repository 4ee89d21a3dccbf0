package dev.troupe.agents.model.limits;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * Counts the members of the cluster that may call models: from their joining until they are gone.
 */
public final class ClusterShare implements Share {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Runnable> looks = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Boolean> counted = new CompletableFuture<>();
  private volatile int members = 1;

  private ClusterShare() {}

  /**
   * Blocks until it has counted: a node that took itself for the whole cluster would begin with a
   * storm, and what Pekko keeps for readers may not know the others yet.
   */
  public static ClusterShare of(ActorSystem<?> system) {
    var share = new ClusterShare();
    system.systemActorOf(share.counting(), "model-limits-share", Props.empty());
    var _ = share.counted.completeOnTimeout(false, PATIENCE.toMillis(), MILLISECONDS).join();
    return share;
  }

  @Override
  public int members() {
    return members;
  }

  @Override
  public void onChange(Runnable look) {
    looks.add(look);
  }

  /** First the members that are there, all in one; then each that comes or goes. */
  private Behavior<Object> counting() {
    return Behaviors.setup(context -> {
      Cluster.get(context.getSystem())
          .subscribe(
              Adapter.toClassic(context.getSelf()),
              ClusterEvent.initialStateAsSnapshot(),
              MemberEvent.class);
      Set<UniqueAddress> present = new HashSet<>();
      return Behaviors.receive(Object.class)
          .onMessage(
              CurrentClusterState.class,
              state -> {
                present.addAll(present(state));
                count(present);
                counted.complete(true);
                return Behaviors.same();
              })
          .onMessage(
              MemberEvent.class,
              event -> {
                count(after(event, present));
                return Behaviors.same();
              })
          .build();
    });
  }

  private static Set<UniqueAddress> present(CurrentClusterState state) {
    var present = new HashSet<UniqueAddress>();
    state
        .getMembers()
        .forEach(member -> {
          if (isPresent(member)) {
            present.add(member.uniqueAddress());
          }
        });
    return present;
  }

  private static boolean isPresent(Member member) {
    return !member.status().equals(MemberStatus.joining());
  }

  private static Set<UniqueAddress> after(MemberEvent event, Set<UniqueAddress> present) {
    if (event instanceof MemberRemoved) {
      present.remove(event.member().uniqueAddress());
    } else if (isPresent(event.member())) {
      present.add(event.member().uniqueAddress());
    }
    return present;
  }

  private void count(Set<UniqueAddress> present) {
    int now = Math.max(1, present.size());
    if (now != members) {
      members = now;
      looks.forEach(Runnable::run);
    }
  }
}
