package dev.troupe.supervisor.task;

import dev.troupe.supervisor.AdmissionSettings;
import dev.troupe.supervisor.TaskLoad;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Whether this node can take on another task: how many it has under way, how long it takes to store
 * one, and what memory they leave. What was taken on before is never given up for it.
 */
public final class Admission {
  private static final long WINDOW = Duration.ofSeconds(1).toNanos();

  /** A node that has just started, or a shard that has just moved, is slow once. */
  private static final int ANSWERS_THAT_TELL = 10;

  /** A full collection stops everything: memory is not looked at anew more often than this. */
  private static final long COLLECTED_EVERY = Duration.ofSeconds(20).toNanos();

  /** Nor before so many of the tasks have ended that it is much smaller, and soon done. */
  private static final double LEFT_OF_THEM = 0.5;

  private final AdmissionSettings settings;
  private final DoubleSupplier heap;
  private final Runnable collect;
  private final LongSupplier nanoTime;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final Set<Storing> storing = new LinkedHashSet<>();
  private final LastMean writes;
  private final LastMean answers;
  private long collectedAt;
  private int underWayThen = -1;

  /** On this JVM's clock and memory. */
  public static Admission of(AdmissionSettings settings) {
    return new Admission(
        settings,
        OldGeneration.share(),
        () -> Thread.ofPlatform().daemon().name("memory-looked-at").start(System::gc),
        System::nanoTime);
  }

  /**
   * @param heap the share of the memory that the last collection could not free
   * @param collect has it collected soon
   */
  Admission(
      AdmissionSettings settings, DoubleSupplier heap, Runnable collect, LongSupplier nanoTime) {
    this.settings = settings;
    this.heap = heap;
    this.collect = collect;
    this.nanoTime = nanoTime;
    this.writes = new LastMean(WINDOW, nanoTime);
    this.answers = new LastMean(WINDOW, nanoTime);
    this.collectedAt = nanoTime.getAsLong() - COLLECTED_EVERY;
  }

  /** A write of a new task, on its way into the store. */
  public final class Storing {
    private final long begun = nanoTime.getAsLong();

    /** It has come back. */
    public void over() {
      ended(this);
    }
  }

  void begun() {
    underWay.incrementAndGet();
  }

  void ended() {
    underWay.decrementAndGet();
  }

  public synchronized Storing storing() {
    var one = new Storing();
    storing.add(one);
    return one;
  }

  private synchronized void ended(Storing one) {
    if (storing.remove(one)) {
      writes.add(nanoTime.getAsLong() - one.begun);
    }
  }

  /** A submission on its way to its task, and its answer on the way back. */
  public final class Submitting {
    private final long begun = nanoTime.getAsLong();

    /** Its task has answered. What nobody answers may be another node's fault. */
    public void answered() {
      Admission.this.answered(nanoTime.getAsLong() - begun);
    }
  }

  public Submitting submitting() {
    return new Submitting();
  }

  private synchronized void answered(long nanos) {
    answers.add(nanos);
  }

  /** Why no task is taken on now; empty if one is. */
  public Optional<String> refusal() {
    return counted(underWay.get() < settings.openAtMost() ? scarcity() : full());
  }

  /** The same for a task that begins here: if it does, it is under way. */
  Optional<String> takeOn() {
    if (underWay.incrementAndGet() > settings.openAtMost()) {
      underWay.decrementAndGet();
      return counted(full());
    }
    var scarcity = scarcity();
    if (scarcity.isPresent()) {
      underWay.decrementAndGet();
    }
    return counted(scarcity);
  }

  private Optional<String> counted(Optional<String> why) {
    if (why.isPresent()) {
      refused.incrementAndGet();
    }
    return why;
  }

  private Optional<String> full() {
    return Optional.of(
        "This node has %d tasks under way and takes on no more (troupe.tasks.admission.open-at-most); submit it again later."
            .formatted(settings.openAtMost()));
  }

  public Duration retryAfter() {
    return settings.retryAfter();
  }

  public TaskLoad load() {
    return new TaskLoad(underWay.get(), refused.get(), latency());
  }

  private Optional<String> scarcity() {
    var latency = latency();
    if (latency.compareTo(settings.latencyAtMost()) > 0) {
      return Optional.of(
          "It takes %.1f s to store a task at the moment, and no more are taken on beyond %.1f s (troupe.tasks.admission.latency-at-most); submit it again later."
              .formatted(seconds(latency), seconds(settings.latencyAtMost())));
    }
    var share = heap.getAsDouble();
    if (share > settings.heapAtMost()) {
      lookAtMemoryAgain();
      return Optional.of(
          "This node's tasks take %.0f %% of its memory, and no more are taken on beyond %.0f %% (troupe.tasks.admission.heap-at-most); submit it again later."
              .formatted(share * 100, settings.heapAtMost() * 100));
    }
    return Optional.empty();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  /** The mean of the last moments, or longer where one has not come back for longer. */
  private synchronized Duration latency() {
    var oldest = storing.isEmpty() ? 0 : nanoTime.getAsLong() - storing.iterator().next().begun;
    return Duration.ofNanos(
        Math.max(oldest, Math.max(writes.mean(1), answers.mean(ANSWERS_THAT_TELL))));
  }

  /** Nothing would collect it while nothing is taken on. */
  private synchronized void lookAtMemoryAgain() {
    var now = nanoTime.getAsLong();
    if (underWayThen < 0) {
      underWayThen = underWay.get();
    } else if (underWay.get() <= underWayThen * LEFT_OF_THEM
        && now - collectedAt >= COLLECTED_EVERY) {
      collectedAt = now;
      underWayThen = -1;
      collect.run();
    }
  }
}
