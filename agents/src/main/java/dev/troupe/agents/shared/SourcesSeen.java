package dev.troupe.agents.shared;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
    var key = SourceBucket.key(task);
    var _ =
        replica
            .read(key)
            .exceptionally(_ -> Optional.empty())
            .thenAccept(found -> {
              var known = found.orElseGet(ORMap::create);
              var changed =
                  SourceBucket.with(
                      known, replica.node(), task, texts, at, bounds, clock.instant());
              if (!changed.equals(known)) {
                replica.update(
                    key,
                    ORMap.create(),
                    bucket ->
                        SourceBucket.with(
                            bucket, replica.node(), task, texts, at, bounds, clock.instant()));
              }
            });
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

  void remove(String task) {
    var key = SourceBucket.key(task);
    var _ =
        replica
            .read(key)
            .thenApply(found -> found.isPresent() && SourceBucket.has(found.get(), task))
            // Who cannot say in time may have it.
            .exceptionally(_ -> true)
            .thenAccept(mayHave -> {
              if (mayHave) {
                replica.update(
                    key,
                    ORMap.create(),
                    bucket -> SourceBucket.without(bucket, replica.node(), task));
              }
            });
  }

  void sweep() {
    for (var key : SourceBucket.keys()) {
      replica
          .read(key)
          .thenAccept(found -> {
            if (found.isPresent() && SourceBucket.hasOver(found.get(), bounds, clock.instant())) {
              replica.update(
                  key,
                  ORMap.create(),
                  bucket -> SourceBucket.within(bucket, replica.node(), bounds, clock.instant()));
            }
          });
    }
  }
}
