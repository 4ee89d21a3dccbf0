package dev.troupe.agents.model.limits;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Counts the members of the cluster that may call models: from their joining until they are gone.
 */
public final class ClusterShare implements Share {
  private final List<Runnable> looks = new CopyOnWriteArrayList<>();
  private volatile int members = 1;

  private ClusterShare() {}

  public static ClusterShare of(ActorSystem<?> system) {
    var share = new ClusterShare();
    system.systemActorOf(share.counting(), "model-limits-share", Props.empty());
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

  /** Those that are there when it begins are told like those that come. */
  private Behavior<MemberEvent> counting() {
    return Behaviors.setup(context -> {
      Cluster.get(context.getSystem())
          .subscriptions()
          .tell(Subscribe.create(context.getSelf(), MemberEvent.class));
      Set<UniqueAddress> present = new HashSet<>();
      return Behaviors.receive(MemberEvent.class)
          .onAnyMessage(event -> {
            hear(event, present);
            return Behaviors.same();
          })
          .build();
    });
  }

  private void hear(MemberEvent event, Set<UniqueAddress> present) {
    var member = event.member();
    if (event instanceof MemberRemoved) {
      present.remove(member.uniqueAddress());
    } else if (!member.status().equals(MemberStatus.joining())) {
      present.add(member.uniqueAddress());
    }
    int now = Math.max(1, present.size());
    if (now != members) {
      members = now;
      looks.forEach(Runnable::run);
    }
  }
}
