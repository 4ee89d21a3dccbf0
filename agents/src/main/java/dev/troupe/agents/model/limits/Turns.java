package dev.troupe.agents.model.limits;

import dev.troupe.agents.model.limits.Line.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait in a line. One of them looks at the clock for all: when time alone lets the
 * next one go, there is nobody else to say so.
 */
final class Turns {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Condition> waiting = new LinkedHashMap<>();
  private final Line line;
  private final LongSupplier nanos;
  private final Supplier<Allowance> allowance;
  private @Nullable Place clockWatcher;
  private long watchedUntil;

  /**
   * @param nanos a clock that never runs backwards
   * @param allowance what is allowed now; asked again at every {@link #look}
   */
  Turns(int waitingAtMost, LongSupplier nanos, Supplier<Allowance> allowance) {
    this.line = new Line(allowance.get(), waitingAtMost);
    this.nanos = nanos;
    this.allowance = allowance;
  }

  sealed interface Taken {
    record Turn(long waitedNanos) implements Taken {}

    record Full(Limit holding, int waiting) implements Taken {}

    record TooLate(Limit holding, long waitedNanos) implements Taken {}
  }

  Taken take(Place place, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long arrived = nanos.getAsLong();
      admit(arrived);
      return switch (line.arrive(place, arrived)) {
        case GOES -> new Taken.Turn(0);
        case FULL -> new Taken.Full(line.holding(place, arrived), line.waiting());
        case WAITS -> await(place, arrived, arrived + patience.toNanos());
      };
    } finally {
      lock.unlock();
    }
  }

  private Taken await(Place place, long arrived, long deadline) throws InterruptedException {
    var turn = lock.newCondition();
    waiting.put(place, turn);
    try {
      for (long now = arrived; ; now = nanos.getAsLong()) {
        admit(now);
        if (!waiting.containsKey(place)) {
          return new Taken.Turn(now - arrived);
        }
        if (now >= deadline) {
          return new Taken.TooLate(line.holding(place, now), now - arrived);
        }
        long _ = turn.awaitNanos(wakeAt(place, now, deadline) - now);
      }
    } catch (InterruptedException stopped) {
      giveBackTurn(place);
      throw stopped;
    } finally {
      leave(place);
    }
  }

  private long wakeAt(Place place, long now, long deadline) {
    if (clockWatcher == null) {
      clockWatcher = place;
    }
    if (clockWatcher != place) {
      return deadline;
    }
    watchedUntil = Math.min(deadline, line.nextAt(now));
    return watchedUntil;
  }

  /** The turn may come in the moment of the interrupt: nobody else would give it back. */
  private void giveBackTurn(Place place) {
    if (!waiting.containsKey(place)) {
      line.undo(place, nanos.getAsLong());
    }
  }

  private void leave(Place place) {
    if (waiting.remove(place) != null) {
      line.leave(place);
    }
    if (clockWatcher == place) {
      clockWatcher = null;
    }
    long now = nanos.getAsLong();
    admit(now);
    watchClock(now);
  }

  private void admit(long now) {
    for (var next = line.next(now); next.isPresent(); next = line.next(now)) {
      var turn = waiting.remove(next.get());
      if (turn != null) {
        turn.signal();
      }
    }
  }

  /** Somebody has to look at the clock, and for no longer than until the next one may go. */
  private void watchClock(long now) {
    if (waiting.isEmpty()) {
      return;
    }
    if (clockWatcher == null) {
      waiting.values().iterator().next().signal();
    } else if (line.nextAt(now) < watchedUntil && waiting.containsKey(clockWatcher)) {
      waiting.get(clockWatcher).signal();
    }
  }

  void end(Place place, long spent) {
    change(now -> line.end(place, spent, now));
  }

  void undo(Place place) {
    change(now -> line.undo(place, now));
  }

  /** What is allowed may have changed. */
  void look() {
    change(_ -> line.allow(allowance.get()));
  }

  private void change(LongConsumer what) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      what.accept(now);
      admit(now);
      watchClock(now);
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return line.waiting();
    } finally {
      lock.unlock();
    }
  }
}
