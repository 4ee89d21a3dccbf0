package dev.troupe.agents.shared;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/**
 * Shared knowledge as CRDTs, by the replicators of the cluster's nodes. All reads and writes are
 * local; replicators tell each other.
 */
public final class ReplicatedKnowledge implements SharedKnowledge {
  private static final Duration REMOVE_EVERY = Duration.ofSeconds(1);

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private final Replica replica;
  private final SelfUniqueAddress node;
  private final SourcesSeen sources;
  private final Bounds bounds;
  private final InstantSource clock;
  private final Removals removals = new Removals();

  ReplicatedKnowledge(ActorSystem<?> system, Bounds bounds, InstantSource clock) {
    this.replica = new Replica(system);
    this.node = replica.node();
    this.sources = new SourcesSeen(replica, bounds, clock);
    this.bounds = bounds;
    this.clock = clock;
  }

  /** The system must belong to a cluster, if only of itself. */
  public static SharedKnowledge on(ActorSystem<?> system, InstantSource clock) {
    var scheduler = system.scheduler();
    var knowledge = new ReplicatedKnowledge(system, Bounds.of(system.settings().config()), clock);
    scheduler.scheduleWithFixedDelay(
        REMOVE_EVERY, REMOVE_EVERY, knowledge::removeEnded, system.executionContext());
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

  /** Within a second or so. */
  @Override
  public void forget(String task) {
    removals.add(task, clock.instant());
  }

  @Override
  public void goesOn(String task) {
    removals.callOff(task);
  }

  void removeEnded() {
    var tasks = removals.take(clock.instant());
    sources.remove(tasks);
    tasks.stream()
        .collect(groupingBy(Buckets::of, toSet()))
        .forEach((key, ended) ->
            change(key, bucket -> Bucket.without(bucket, node, Bucket.of(bucket, ended))));
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
