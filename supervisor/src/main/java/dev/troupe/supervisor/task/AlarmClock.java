package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.SupervisorMessage.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** One timer for everything: it is only touched when something is due sooner than before. */
final class AlarmClock {
  /** Later times the scheduler refuses; who is woken too early looks at the time again. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final ActorContext<SupervisorMessage> context;
  private final InstantSource clock;
  private Cancellable timer = Cancellable.alreadyCancelled();
  private @Nullable Instant ringsAt;

  AlarmClock(ActorContext<SupervisorMessage> context, InstantSource clock) {
    this.context = context;
    this.clock = clock;
  }

  void set(Instant at) {
    if (ringsAt == null || at.isBefore(ringsAt)) {
      ringsAt = at;
      var delay = atMost(LONGEST, Duration.between(clock.instant(), at));
      timer.cancel();
      timer =
          context.scheduleOnce(
              delay.isNegative() ? Duration.ZERO : delay, context.getSelf(), new Alarm());
    }
  }

  private static Duration atMost(Duration longest, Duration delay) {
    return delay.compareTo(longest) > 0 ? longest : delay;
  }

  void rang() {
    ringsAt = null;
  }

  /** The timer would keep what has left memory known to the scheduler. */
  void stop() {
    timer.cancel();
    // Pekko recovers behind a failed write without making this anew.
    ringsAt = null;
  }
}
