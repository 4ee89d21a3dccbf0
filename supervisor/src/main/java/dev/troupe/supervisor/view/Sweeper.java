package dev.troupe.supervisor.view;

import dev.troupe.persistence.WakeUpIndex.WakeUp;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the tasks of one slice that are due: all of them at its start, when a member of the cluster
 * is gone and every minute; those that have fallen due since it last looked, every second. What
 * runs is due all the time; what only waits is left alone until its time.
 */
final class Sweeper extends AbstractMatchingBehavior<Sweeper.Message> {
  private static final int ROWS_AT_A_TIME = 1_000;

  /** A task that was submitted just now is on its way anyhow. */
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(2);

  sealed interface Message {}

  /** The daemon is to move or to end. */
  record Stop() implements Message {}

  private record SweepDue() implements Message {}

  private record SweepAll() implements Message {}

  private record Found(List<WakeUp> rows, Instant until, @Nullable Throwable failure)
      implements Message {

    boolean isLastPage() {
      return failure == null && rows.size() < ROWS_AT_A_TIME;
    }
  }

  static Behavior<Message> create(
      int slice, Hosting hosting, BiConsumer<String, SupervisorMessage> supervisors) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          var settings = hosting.settings();
          timers.startTimerWithFixedDelay(new SweepDue(), settings.wakeInterval());
          timers.startTimerWithFixedDelay(new SweepAll(), settings.wakeAllInterval());
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(
                  Subscribe.create(
                      context.messageAdapter(MemberRemoved.class, _ -> new SweepAll()),
                      MemberRemoved.class));
          context.getSelf().tell(new SweepAll());
          return new Sweeper(context, slice, hosting, supervisors);
        }));
  }

  private final int slice;
  private final Hosting hosting;
  private final BiConsumer<String, SupervisorMessage> supervisors;
  private Instant sweptUntil;

  private Sweeper(
      ActorContext<Message> context,
      int slice,
      Hosting hosting,
      BiConsumer<String, SupervisorMessage> supervisors) {
    super(context);
    this.slice = slice;
    this.hosting = hosting;
    this.supervisors = supervisors;
    this.sweptUntil = hosting.clock().instant();
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Stop() -> {
        return Behaviors.stopped();
      }
      case SweepDue() ->
          look(
              Optional.of(new WakeUp("", sweptUntil.plusNanos(1))),
              hosting.clock().instant().minus(SETTLES_WITHIN));
      case SweepAll() -> look(Optional.empty(), hosting.clock().instant());
      case Found found -> wake(found);
    }
    return this;
  }

  private void wake(Found found) {
    found
        .rows()
        .forEach(
            row -> supervisors.accept(row.taskKey(), new SupervisorMessage.WakeUp(row.dueAt())));
    if (found.failure() != null) {
      getContext().getLog().warn("The wake-up index cannot be read", found.failure());
    } else if (!found.isLastPage()) {
      look(Optional.of(found.rows().getLast()), found.until());
    } else if (found.until().isAfter(sweptUntil)) {
      sweptUntil = found.until();
    }
  }

  /** Page by page: what a page's end leaves over is asked for when the page has been woken. */
  private void look(Optional<WakeUp> after, Instant until) {
    getContext()
        .pipeToSelf(
            hosting.wakeUps().due(slice, after, until, ROWS_AT_A_TIME),
            (rows, failure) -> new Found(rows == null ? List.of() : rows, until, failure));
  }
}
