package dev.troupe.agents.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** So many places; those who wait for one get it tenant by tenant, in turn. */
final class FairPlaces {
  private final ReentrantLock lock = new ReentrantLock();

  /** Whoever waits, by tenant; the tenant whose turn it is comes first. */
  private final Map<String, Deque<Waiting>> line = new LinkedHashMap<>();

  /** None, as long as anybody waits. */
  private int free;

  private static final class Waiting {
    private final Condition called;
    private boolean hasPlace;

    private Waiting(Condition called) {
      this.called = called;
    }
  }

  FairPlaces(int places) {
    this.free = places;
  }

  /** False if none came in time; otherwise {@link #give} it back. */
  boolean take(String tenant, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (free > 0) {
        free--;
        return true;
      }
      return await(tenant, patience.toNanos());
    } finally {
      lock.unlock();
    }
  }

  private boolean await(String tenant, long nanos) throws InterruptedException {
    var waiting = new Waiting(lock.newCondition());
    line.computeIfAbsent(tenant, _ -> new ArrayDeque<>()).add(waiting);
    try {
      for (long left = nanos; left > 0 && !waiting.hasPlace; ) {
        left = waiting.called.awaitNanos(left);
      }
      return waiting.hasPlace;
    } catch (InterruptedException stopped) {
      // The place may come in the moment of the interrupt: nobody else would give it back.
      if (waiting.hasPlace) {
        give();
      }
      throw stopped;
    } finally {
      leave(tenant, waiting);
    }
  }

  private void leave(String tenant, Waiting waiting) {
    var ofTenant = line.get(tenant);
    if (ofTenant != null && ofTenant.remove(waiting) && ofTenant.isEmpty()) {
      line.remove(tenant);
    }
  }

  void give() {
    lock.lock();
    try {
      next().ifPresentOrElse(FairPlaces::call, () -> free++);
    } finally {
      lock.unlock();
    }
  }

  private static void call(Waiting next) {
    next.hasPlace = true;
    next.called.signal();
  }

  /** Its tenant's next one comes behind all other tenants. */
  private Optional<Waiting> next() {
    var turn = line.entrySet().stream().findFirst();
    turn.ifPresent(tenant -> line.remove(tenant.getKey()));
    var next = turn.map(tenant -> tenant.getValue().remove());
    turn.filter(tenant -> !tenant.getValue().isEmpty())
        .ifPresent(tenant -> line.put(tenant.getKey(), tenant.getValue()));
    return next;
  }
}
