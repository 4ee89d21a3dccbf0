package dev.troupe.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the cluster that lives, and founds one only where none does. Pekko's first seed node founds
 * a cluster when nobody answers it in time, also beside one that is slow to answer; two clusters
 * would take each other's journals. Once up, the node shows that it is.
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final Duration BEAT = Presence.FADES.dividedBy(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private sealed interface Message {}

  private enum Now implements Message {
    LOOK,
    SHOW,
    SHOWN,
    UP
  }

  private record Seen(Set<String> nodes) implements Message {}

  private record Unseen(Throwable why) implements Message {}

  private record Leave(ActorRef<Done> left) implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Cluster cluster;
  private final Presence presence;
  private final String self;
  private final List<Address> seeds;

  private List<Address> asked = List.of();
  private Set<String> told = Set.of();

  private Joining(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      List<Address> seeds,
      Presence presence) {
    this.context = context;
    this.timers = timers;
    this.cluster = Cluster.get(context.getSystem());
    this.presence = presence;
    this.self = cluster.selfAddress().toString();
    this.seeds = seeds;
  }

  /**
   * @param seeds where the cluster is looked for; none, where this node may be one by itself
   */
  static void start(ActorSystem<?> system, List<Address> seeds, Presence presence) {
    var joining =
        system.systemActorOf(
            Behaviors.<Message>setup(context ->
                Behaviors.withTimers(
                    timers -> new Joining(context, timers, seeds, presence).joining())),
            "joining",
            Props.empty());
    Cluster.get(system).registerOnMemberUp(() -> joining.tell(Now.UP));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseClusterShutdown(),
            "withdraw-presence",
            () -> withdrawn(joining, system));
  }

  private static CompletionStage<Done> withdrawn(ActorRef<Message> joining, ActorSystem<?> system) {
    return AskPattern.<Message, Done>ask(joining, Leave::new, PATIENCE, system.scheduler())
        .exceptionally(_ -> Done.getInstance());
  }

  private Behavior<Message> joining() {
    look();
    return Behaviors.receiveMessage(message ->
        switch (message) {
          case Seen seen -> {
            join(others(seen.nodes()));
            timers.startSingleTimer(Now.LOOK, BEAT);
            yield Behaviors.same();
          }
          case Unseen unseen -> {
            LOG.warn("cannot see which nodes live, asks again: {}", unseen.why().getMessage());
            timers.startSingleTimer(Now.LOOK, BEAT);
            yield Behaviors.same();
          }
          case Now now ->
              switch (now) {
                case LOOK -> {
                  look();
                  yield Behaviors.same();
                }
                case UP -> up();
                case SHOW, SHOWN -> Behaviors.unhandled();
              };
          case Leave leave -> left(leave);
        });
  }

  private void look() {
    context.pipeToSelf(
        presence.seen(),
        (nodes, failure) -> failure == null ? new Seen(nodes) : new Unseen(failure));
  }

  private Set<String> others(Set<String> nodes) {
    var others = new TreeSet<>(nodes);
    others.remove(self);
    return others;
  }

  /** Asked again while it is not up: whoever is asked in vain may be dead, and fades. */
  private void join(Set<String> others) {
    if (!others.equals(told)) {
      told = others;
      LOG.info("joins; other nodes that live, as the store tells: {}", others);
    }
    var asks = others.isEmpty() ? seeds : whomToJoin(others);
    if (others.isEmpty() && seeds.isEmpty()) {
      cluster.join(cluster.selfAddress());
    } else if (!asks.equals(asked)) {
      cluster.joinSeedNodes(asks);
    }
    asked = asks;
  }

  /** Never headed by this node: who is first may found. */
  private List<Address> whomToJoin(Set<String> others) {
    var asks = new ArrayList<>(others.stream().map(AddressFromURIString::parse).toList());
    var known = new HashSet<>(asks);
    known.add(cluster.selfAddress());
    seeds.stream().filter(known::add).forEach(asks::add);
    return List.copyOf(asks);
  }

  private Behavior<Message> up() {
    timers.cancelAll();
    show();
    return Behaviors.receiveMessage(message ->
        switch (message) {
          case Now now ->
              switch (now) {
                case SHOW -> {
                  show();
                  yield Behaviors.same();
                }
                // One at a time, however slow the store is.
                case SHOWN -> {
                  timers.startSingleTimer(Now.SHOW, BEAT);
                  yield Behaviors.same();
                }
                case LOOK, UP -> Behaviors.unhandled();
              };
          case Leave leave -> left(leave);
          case Seen _, Unseen _ -> Behaviors.same();
        });
  }

  private void show() {
    context.pipeToSelf(
        presence.show(self),
        (_, failure) -> {
          if (failure != null) {
            LOG.warn("cannot show that this node lives: {}", failure.getMessage());
          }
          return Now.SHOWN;
        });
  }

  private Behavior<Message> left(Leave leave) {
    var _ = presence.withdraw(self).whenComplete((_, _) -> leave.left().tell(Done.getInstance()));
    return Behaviors.stopped();
  }
}
