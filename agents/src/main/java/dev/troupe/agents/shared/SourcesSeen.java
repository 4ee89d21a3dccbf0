package dev.troupe.agents.shared;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.cluster.ddata.GSet;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORMap;

/** What the agents of tasks have read, as grow-only sets that all nodes come to know. */
final class SourcesSeen {
  private final Replica replica;
  private final Bounds bounds;
  private final InstantSource clock;

  SourcesSeen(Replica replica, Bounds bounds, InstantSource clock) {
    this.replica = replica;
    this.bounds = bounds;
    this.clock = clock;
  }

  void add(String task, List<Seen> sources, Instant at) {
    var texts = sources.stream().map(Seen::text).toList();
    change(
        SourceBucket.key(task),
        bucket ->
            SourceBucket.with(bucket, replica.node(), task, texts, at, bounds, clock.instant()));
  }

  CompletionStage<List<Seen>> of(String task) {
    return replica
        .read(SourceBucket.key(task))
        .exceptionally(_ -> Optional.empty())
        .thenApply(found ->
            found.map(bucket -> SourceBucket.of(bucket, task)).orElse(List.of()).stream()
                .map(Seen::of)
                .toList());
  }

  void remove(Set<String> tasks) {
    tasks.stream()
        .collect(groupingBy(SourceBucket::key, toSet()))
        .forEach((key, ended) ->
            change(key, bucket -> SourceBucket.without(bucket, replica.node(), ended)));
  }

  void sweep() {
    for (var key : SourceBucket.keys()) {
      change(key, bucket -> SourceBucket.within(bucket, replica.node(), bounds, clock.instant()));
    }
  }

  private void change(
      Key<ORMap<String, GSet<String>>> key, UnaryOperator<ORMap<String, GSet<String>>> change) {
    replica.change(key, ORMap.create(), change);
  }
}
