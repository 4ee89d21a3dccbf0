package dev.troupe.agents.shared;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.jspecify.annotations.Nullable;

/**
 * Shared knowledge as CRDTs, by the replicators of the cluster's nodes. All reads and writes are
 * local; replicators tell each other.
 */
public final class ReplicatedKnowledge implements SharedKnowledge {
  /** By then entries that were under way from other nodes have arrived. */
  private static final Duration FORGET_AGAIN_AFTER = Duration.ofSeconds(15);

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private final Replica replica;
  private final SelfUniqueAddress node;
  private final SourcesSeen sources;
  private final Bounds bounds;
  private final InstantSource clock;
  private final Later later;
  private final Map<String, Cancellable> removals = new ConcurrentHashMap<>();

  /** Does something behind a while, unless it is called off. */
  interface Later {
    Cancellable run(Runnable what);
  }

  ReplicatedKnowledge(ActorSystem<?> system, Bounds bounds, InstantSource clock, Later later) {
    this.replica = new Replica(system);
    this.node = replica.node();
    this.sources = new SourcesSeen(replica, bounds, clock);
    this.bounds = bounds;
    this.clock = clock;
    this.later = later;
  }

  /** The system must belong to a cluster, if only of itself. */
  public static SharedKnowledge on(ActorSystem<?> system, InstantSource clock) {
    var scheduler = system.scheduler();
    var knowledge =
        new ReplicatedKnowledge(
            system,
            Bounds.of(system.settings().config()),
            clock,
            what -> scheduler.scheduleOnce(FORGET_AGAIN_AFTER, what, system.executionContext()));
    scheduler.scheduleWithFixedDelay(
        SWEEP_EVERY, SWEEP_EVERY, knowledge::sweep, system.executionContext());
    return knowledge;
  }

  @Override
  public void publish(List<? extends Entry> entries) {
    entries.stream()
        .collect(groupingBy(entry -> Buckets.of(entry.task())))
        .forEach((bucket, news) ->
            replica.update(
                bucket,
                ORSet.empty(),
                known -> Bucket.with(known, node, news, bounds, clock.instant())));
  }

  @Override
  public void remind(List<? extends Entry> entries) {
    change(
        Buckets.of(entries.getFirst().task()),
        bucket -> Bucket.with(bucket, node, entries, bounds, clock.instant()));
  }

  @Override
  public CompletionStage<List<Entry>> read(String task) {
    return replica
        .read(Buckets.of(task))
        .thenApply(found -> found.map(bucket -> Bucket.of(bucket, task)).orElse(List.of()))
        .exceptionally(_ -> List.of());
  }

  @Override
  public void saw(String task, List<Seen> read, Instant at) {
    sources.add(task, read, at);
  }

  @Override
  public CompletionStage<List<Seen>> seen(String task) {
    return sources.of(task);
  }

  @Override
  public void forget(String task) {
    remove(task);
    replaced(removals.put(task, later.run(() -> removeAgain(task))));
  }

  private void removeAgain(String task) {
    if (removals.remove(task) != null) {
      remove(task);
    }
  }

  @Override
  public void goesOn(String task) {
    replaced(removals.remove(task));
  }

  private static void replaced(@Nullable Cancellable removal) {
    if (removal != null) {
      removal.cancel();
    }
  }

  private void remove(String task) {
    sources.remove(task);
    change(Buckets.of(task), bucket -> Bucket.without(bucket, node, Bucket.of(bucket, task)));
  }

  /** What nobody has removed, because its node died first. */
  private void sweep() {
    sources.sweep();
    for (var key : Buckets.all()) {
      change(key, bucket -> Bucket.within(bucket, node, bounds, clock.instant()));
    }
  }

  private void change(Key<ORSet<Entry>> key, UnaryOperator<ORSet<Entry>> change) {
    replica.change(key, ORSet.empty(), change);
  }
}
