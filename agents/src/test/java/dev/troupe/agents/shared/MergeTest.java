package dev.troupe.agents.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.ORSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What replicas of a bucket come to that change it as we do and tell each other as Pekko does. */
class MergeTest {
  private static final int NODES = 4;
  private static final int STEPS = 60;

  /** So narrow that many an update adds and evicts. */
  private static final Bounds NARROW = new Bounds(1_500, 3_000, 4_000, 4_000, Duration.ofDays(1));

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** Nodes that write for themselves, and hear of each other in order, sooner or later. */
  private static final class Replicas {
    private final Random random;
    private final Bounds bounds;
    private final List<ORSet<Entry>> buckets = new ArrayList<>();
    private final List<List<ORSet.DeltaOp>> told = new ArrayList<>();
    private final int[][] heard = new int[NODES][NODES];
    private int second;

    Replicas(int seed, Bounds bounds) {
      this.random = new Random(seed);
      this.bounds = bounds;
      IntStream.range(0, NODES)
          .forEach(_ -> {
            buckets.add(ORSet.empty());
            told.add(new ArrayList<>());
          });
    }

    void live(Hearing hearing) {
      for (int step = 0; step < STEPS; step++) {
        int node = random.nextInt(NODES);
        int other = random.nextInt(NODES);
        switch (random.nextInt(6)) {
          case 0, 1 -> write(node, List.of(published(node), published(node)));
          case 2 -> write(node, List.of(retracted(node)));
          case 3 -> write(node, List.of(claimed(node)));
          case 4 -> forget(node);
          default -> {
            if (node != other && hearing.may(node, other)) {
              hear(node, other);
            }
          }
        }
      }
    }

    private void write(int node, List<Entry> entries) {
      var before = buckets.get(node);
      update(node, Bucket.with(before, Entries.node(node), entries, bounds, Entries.AT));
    }

    private void forget(int node) {
      var before = buckets.get(node);
      update(node, Bucket.without(before, Entries.node(node), Bucket.of(before, task())));
    }

    private void update(int node, ORSet<Entry> after) {
      if (!after.equals(buckets.get(node))) {
        told.get(node).add(after.delta().get());
        buckets.set(node, after.resetDelta());
      }
    }

    /** All that it has not heard yet: one by one, in one, or the whole bucket. */
    private void hear(int node, int other) {
      var news = told.get(other).subList(heard[node][other], told.get(other).size());
      heard[node][other] = told.get(other).size();
      switch (random.nextInt(3)) {
        case 0 -> news.forEach(delta -> buckets.set(node, buckets.get(node).mergeDelta(delta)));
        case 1 ->
            news.stream()
                .reduce(MergeTest::together)
                .ifPresent(delta -> buckets.set(node, buckets.get(node).mergeDelta(delta)));
        default -> buckets.set(node, buckets.get(node).merge(buckets.get(other)));
      }
    }

    private String task() {
      return "default/" + random.nextInt(3);
    }

    private Entry published(int node) {
      second++;
      var known = buckets.get(node).getElements().stream().toList();
      var contradicted =
          !known.isEmpty()
                  && known.get(random.nextInt(known.size()))
                      instanceof Entry.Published(var _, var finding)
              ? new String[] {finding.id()}
              : new String[0];
      return new Entry.Published(
          task(),
          Entries.finding(
              "researcher/" + node, "claim " + random.nextInt(9), second, contradicted));
    }

    private Entry retracted(int node) {
      second++;
      return new Entry.Retracted(
          task(),
          Entries.finding("", "claim " + random.nextInt(9), 0).id(),
          "researcher/" + node,
          Entries.AT.plusSeconds(second));
    }

    private Entry claimed(int node) {
      second++;
      return new Entry.Claimed(
          task(), "question " + node, "researcher/" + node, node, Entries.AT.plusSeconds(second));
    }
  }

  private interface Hearing {
    boolean may(int node, int other);
  }

  private static ORSet.DeltaOp together(ORSet.DeltaOp one, ORSet.DeltaOp next) {
    return (ORSet.DeltaOp) one.merge(next);
  }

  /** An update may add and evict: all of it has to be in what others are told. */
  @ParameterizedTest
  @MethodSource("seeds")
  void who_hears_what_an_update_says_has_what_the_update_made(int seed) {
    var replicas = new Replicas(seed, NARROW);
    ORSet<Entry> listener = ORSet.empty();
    for (int step = 0; step < STEPS; step++) {
      replicas.write(0, List.of(replicas.published(0), replicas.published(0)));
      if (step % 7 == 6) {
        replicas.forget(0);
      }
    }
    for (var delta : replicas.told.getFirst()) {
      listener = listener.mergeDelta(delta);
    }
    var inOne = replicas.told.getFirst().stream().reduce(MergeTest::together).orElseThrow();

    assertThat(listener.getElements()).isEqualTo(replicas.buckets.getFirst().getElements());
    assertThat(ORSet.<Entry>empty().mergeDelta(inOne).getElements())
        .isEqualTo(listener.getElements());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comes_to_the_same_findings_on_all_nodes_once_a_partition_has_healed(int seed) {
    var replicas = new Replicas(seed, seed % 2 == 0 ? Entries.WIDE : NARROW);
    replicas.live((_, _) -> true);
    replicas.live((node, other) -> node / 2 == other / 2);
    var orders = List.of(List.of(0, 1, 2, 3), List.of(3, 1, 0, 2), List.of(2, 0, 3, 1));
    var healed =
        orders.stream()
            .map(order ->
                order.stream().map(replicas.buckets::get).reduce(ORSet::merge).orElseThrow())
            .toList();

    for (var bucket : healed) {
      assertThat(Findings.of(bucket.getElements()))
          .isEqualTo(Findings.of(healed.getFirst().getElements()));
    }
  }

  @Test
  void what_was_taken_back_does_not_return_though_it_is_shown_again() {
    var finding = Entries.published(Entries.TASK, "researcher/1", "Water is dry.", 0);
    var retracted =
        new Entry.Retracted(
            Entries.TASK, finding.finding().id(), "researcher/1", Entries.AT.plusSeconds(1));
    var here = bucket(1, finding, retracted);
    var there = bucket(2, finding);

    assertThat(Findings.of(here.merge(there).getElements()).findings()).isEmpty();
    assertThat(Findings.of(there.merge(here).getElements()).findings()).isEmpty();
  }

  private static ORSet<Entry> bucket(int node, Entry... entries) {
    return Bucket.with(
        ORSet.empty(), Entries.node(node), List.of(entries), Entries.WIDE, Entries.AT);
  }
}
