package dev.troupe.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.LightArrayRevolverScheduler;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * A scheduler with two times: sharded entities (tasks, agents) live in a time that only the test
 * moves, everything else in the wall's. Pekko's own ManualTime holds up the cluster's start and end
 * as well, which then take minutes.
 */
public final class EntityTime implements Scheduler, AutoCloseable {
  /** Entities are {@code /system/sharding/TYPE/SHARD/ID}. */
  private static final int ENTITY_DEPTH = 5;

  private final LightArrayRevolverScheduler wall;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicLong numbers = new AtomicLong();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::dueAt).thenComparingLong(Timer::number));

  /** Called by the actor system. */
  public EntityTime(Config config, LoggingAdapter log, ThreadFactory threads) {
    this.wall = new LightArrayRevolverScheduler(config, log, threads);
  }

  static Config config() {
    return ConfigFactory.parseMap(
        Map.of("pekko.scheduler.implementation", EntityTime.class.getName()));
  }

  ManualClock clock() {
    return clock;
  }

  /** Fires the next timer that falls due until then, at its time; empty where there is none. */
  boolean fireNext(Instant until) {
    Optional<Timer> next;
    synchronized (timers) {
      next = Optional.ofNullable(timers.peek()).filter(timer -> !timer.dueAt().isAfter(until));
      next.ifPresent(timers::remove);
    }
    next.ifPresent(timer -> {
      clock.advanceTo(timer.dueAt());
      timer.fire();
    });
    return next.isPresent();
  }

  @Override
  public Cancellable scheduleOnce(
      FiniteDuration delay,
      ActorRef receiver,
      Object message,
      ExecutionContext executor,
      ActorRef sender) {
    if (!isEntity(receiver)) {
      return wall.scheduleOnce(delay, receiver, message, executor, sender);
    }
    var timer =
        new Timer(
            clock.instant().plus(Duration.ofNanos(delay.toNanos())),
            numbers.incrementAndGet(),
            () -> receiver.tell(message, sender),
            new AtomicBoolean());
    synchronized (timers) {
      timers.add(timer);
    }
    return timer;
  }

  private static boolean isEntity(ActorRef actor) {
    var depth = 0;
    var path = actor.path();
    while (!path.equals(path.root())) {
      depth++;
      path = path.parent();
    }
    return depth == ENTITY_DEPTH
        && actor.path().toStringWithoutAddress().startsWith("/system/sharding/");
  }

  @Override
  public Cancellable scheduleOnce(
      FiniteDuration delay, Runnable runnable, ExecutionContext executor) {
    return wall.scheduleOnce(delay, runnable, executor);
  }

  @Override
  @SuppressWarnings("deprecation") // The interface still asks for it.
  public Cancellable schedule(
      FiniteDuration initialDelay,
      FiniteDuration interval,
      Runnable runnable,
      ExecutionContext executor) {
    return wall.schedule(initialDelay, interval, runnable, executor);
  }

  @Override
  public double maxFrequency() {
    return wall.maxFrequency();
  }

  @Override
  public void close() {
    wall.close();
  }

  private record Timer(Instant dueAt, long number, Runnable action, AtomicBoolean done)
      implements Cancellable {
    void fire() {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    }

    @Override
    public boolean cancel() {
      return done.compareAndSet(false, true);
    }

    @Override
    public boolean isCancelled() {
      return done.get();
    }
  }
}
