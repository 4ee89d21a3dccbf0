package dev.troupe.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
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
 * Joins the cluster that lives, and founds one only where none does and nobody else is about to.
 * Pekko's first seed node founds a cluster when nobody answers it in time, also beside one that is
 * slow to answer; two clusters would take each other's journals. Once up, the node shows that it
 * is.
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * How far a node is.
   *
   * @param up done when the node is up in a cluster that may be; fails with {@link Node.NotJoined}
   *     if it is up in one that may not
   * @param asks whom it asks, for people
   */
  record Attempt(CompletableFuture<Done> up, AtomicReference<String> asks) {}

  /** What a look at the store is for: its answer may come when the node is further already. */
  private enum Step {
    JOIN,
    FOUND,
    CONFIRM
  }

  private sealed interface Message {}

  private record Look(Step step) implements Message {}

  private record Seen(Set<String> nodes, Step step) implements Message {}

  private record Founder(String node, Step step) implements Message {}

  private record Unseen(Throwable why, Step step) implements Message {}

  private enum Now implements Message {
    UP,
    SHOWN
  }

  private record Leave(ActorRef<Done> left) implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Cluster cluster;
  private final Presence presence;
  private final String self;
  private final List<Address> seeds;
  private final Attempt attempt;

  private List<Address> asked = List.of();
  private Set<String> told = Set.of();

  /**
   * It has been told to found one, whatever the store has said since: that cannot be taken back.
   */
  private boolean founds;

  private Joining(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      List<Address> seeds,
      Presence presence,
      Attempt attempt) {
    this.context = context;
    this.timers = timers;
    this.cluster = Cluster.get(context.getSystem());
    this.presence = presence;
    this.self = cluster.selfAddress().toString();
    this.seeds = seeds;
    this.attempt = attempt;
  }

  /**
   * @param seeds where the cluster is looked for; none, where this node may be one by itself
   */
  static Attempt start(ActorSystem<?> system, List<Address> seeds, Presence presence) {
    var attempt = new Attempt(new CompletableFuture<>(), new AtomicReference<>("nobody yet"));
    var joining =
        system.systemActorOf(
            Behaviors.<Message>setup(context ->
                Behaviors.withTimers(
                    timers -> new Joining(context, timers, seeds, presence, attempt).joining())),
            "joining",
            Props.empty());
    Cluster.get(system).registerOnMemberUp(() -> joining.tell(Now.UP));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseClusterShutdown(),
            "withdraw-presence",
            () -> withdrawn(joining, system));
    return attempt;
  }

  private static CompletionStage<Done> withdrawn(ActorRef<Message> joining, ActorSystem<?> system) {
    return AskPattern.<Message, Done>ask(joining, Leave::new, PATIENCE, system.scheduler())
        .exceptionally(_ -> Done.getInstance());
  }

  private Behavior<Message> joining() {
    look(Step.JOIN);
    return Behaviors.receiveMessage(message ->
        switch (message) {
          case Look(var step) -> {
            look(step);
            yield Behaviors.same();
          }
          case Seen seen -> onSeen(others(seen.nodes()), seen.step());
          case Founder(var node, var step) -> onFounder(node, step);
          case Unseen(var why, var step) -> onUnseen(why, step);
          case Now now ->
              switch (now) {
                case UP -> founds ? confirming() : up();
                case SHOWN -> Behaviors.unhandled();
              };
          case Leave leave -> left(leave);
        });
  }

  private Behavior<Message> onSeen(Set<String> others, Step step) {
    var mayFound = seeds.isEmpty() || seeds.getFirst().equals(cluster.selfAddress());
    if (others.isEmpty() && mayFound && step == Step.JOIN) {
      claim(Step.FOUND);
    } else {
      founds |= others.isEmpty() && mayFound;
      join(others);
      again(Step.JOIN);
    }
    return Behaviors.same();
  }

  /** Who has the right looks again: another may have had it, and be up by now. */
  private Behavior<Message> onFounder(String node, Step step) {
    if (node.equals(self)) {
      look(step);
    } else {
      join(Set.of(node));
      again(Step.JOIN);
    }
    return Behaviors.same();
  }

  private Behavior<Message> onUnseen(Throwable why, Step step) {
    LOG.warn("cannot see which nodes live, asks again: {}", why.getMessage());
    attempt.asks().set("nobody, as the store does not tell which nodes live");
    again(step);
    return Behaviors.same();
  }

  private void again(Step step) {
    timers.startSingleTimer(new Look(step), Showing.BEAT);
  }

  private void look(Step step) {
    context.pipeToSelf(
        presence.seen(),
        (nodes, failure) -> failure == null ? new Seen(nodes, step) : new Unseen(failure, step));
  }

  private void claim(Step step) {
    context.pipeToSelf(
        presence.founder(self),
        (node, failure) ->
            failure == null
                ? new Founder(node, step)
                : new Unseen(failure, step == Step.FOUND ? Step.JOIN : step));
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
    attempt
        .asks()
        .set(
            asks.isEmpty()
                ? "nobody, as it founds one itself"
                : asks.stream().map(Address::toString).collect(Collectors.joining(", ")));
    if (asks.isEmpty()) {
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

  /**
   * Of a cluster that this node may have founded, before anybody hears that it is up: who was slow
   * may have lost the right meanwhile. It shows itself first and looks then, as every other founder
   * does: of two, one at least sees the other.
   */
  private Behavior<Message> confirming() {
    timers.cancelAll();
    claim(Step.CONFIRM);
    return Behaviors.receiveMessage(message ->
        switch (message) {
          case Look(var step) -> {
            claim(step);
            yield Behaviors.same();
          }
          case Founder(var node, var step) when step == Step.CONFIRM -> {
            var strangers = strangers(others(Set.of(node)));
            if (strangers.isEmpty()) {
              show();
              yield Behaviors.same();
            }
            yield refused(strangers);
          }
          case Seen(var nodes, var step) when step == Step.CONFIRM -> {
            var strangers = strangers(others(nodes));
            if (strangers.isEmpty()) {
              var _ = presence.founded(self);
              yield up();
            }
            var _ = presence.withdraw(self);
            yield refused(strangers);
          }
          case Unseen(var why, var step) when step == Step.CONFIRM -> onUnseen(why, step);
          case Founder _, Seen _, Unseen _ -> Behaviors.same();
          case Now now ->
              switch (now) {
                case SHOWN -> {
                  look(Step.CONFIRM);
                  yield Behaviors.same();
                }
                case UP -> Behaviors.unhandled();
              };
          case Leave leave -> left(leave);
        });
  }

  private void show() {
    context.pipeToSelf(
        presence.show(self),
        (_, failure) -> failure == null ? Now.SHOWN : new Unseen(failure, Step.CONFIRM));
  }

  /** Who lives and is no member of this node's cluster. */
  private Set<String> strangers(Set<String> others) {
    var strangers = new TreeSet<>(others);
    cluster.state().getMembers().forEach(member -> strangers.remove(member.address().toString()));
    return strangers;
  }

  private Behavior<Message> refused(Set<String> strangers) {
    attempt.up().completeExceptionally(new Node.NotJoined(cluster.selfAddress(), strangers));
    return Behaviors.receiveMessage(
        message -> message instanceof Leave leave ? left(leave) : Behaviors.same());
  }

  private Behavior<Message> up() {
    StartTimes.mark("member up");
    timers.cancelAll();
    attempt.up().complete(Done.getInstance());
    context.spawn(Showing.create(self, presence), "showing");
    return Behaviors.receiveMessage(
        message -> message instanceof Leave leave ? left(leave) : Behaviors.same());
  }

  private Behavior<Message> left(Leave leave) {
    var _ = presence.withdraw(self).whenComplete((_, _) -> leave.left().tell(Done.getInstance()));
    return Behaviors.stopped();
  }
}
