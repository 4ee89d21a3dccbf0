package dev.troupe.agents.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.ORSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What replicas of a bucket come to, whatever they did and in whatever order they hear of it. */
class MergeTest {
  private static final int NODES = 4;
  private static final int STEPS = 60;

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** Nodes that write for themselves and hear of each other now and then, or not at all. */
  private static final class Replicas {
    private final Random random;
    private final List<ORSet<Entry>> buckets = new ArrayList<>();
    private int second;

    Replicas(int seed) {
      random = new Random(seed);
      IntStream.range(0, NODES).forEach(_ -> buckets.add(ORSet.empty()));
    }

    /**
     * @param hears who hears of whom
     */
    void live(Hearing hears) {
      for (int step = 0; step < STEPS; step++) {
        int node = random.nextInt(NODES);
        int other = random.nextInt(NODES);
        switch (random.nextInt(6)) {
          case 0, 1 -> write(node, List.of(published(node)));
          case 2 -> write(node, List.of(retracted(node)));
          case 3 -> write(node, List.of(claimed(node)));
          case 4 -> buckets.set(node, forgotten(node));
          default -> {
            if (hears.of(node, other)) {
              buckets.set(node, buckets.get(node).merge(buckets.get(other)));
            }
          }
        }
      }
    }

    private void write(int node, List<Entry> entries) {
      buckets.set(
          node,
          Bucket.with(buckets.get(node), Entries.node(node), entries, Entries.WIDE, Entries.AT));
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

    private ORSet<Entry> forgotten(int node) {
      var bucket = buckets.get(node);
      return random.nextInt(4) > 0
          ? bucket
          : Bucket.without(bucket, Entries.node(node), Bucket.of(bucket, task()));
    }

    ORSet<Entry> get(int node) {
      return buckets.get(node);
    }
  }

  private interface Hearing {
    boolean of(int node, int other);
  }

  private static Replicas lived(int seed) {
    var replicas = new Replicas(seed);
    replicas.live((_, _) -> true);
    return replicas;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void is_the_same_in_either_order(int seed) {
    var lived = lived(seed);
    assertThat(lived.get(0).merge(lived.get(1))).isEqualTo(lived.get(1).merge(lived.get(0)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void is_the_same_however_it_is_grouped(int seed) {
    var lived = lived(seed);
    assertThat(lived.get(0).merge(lived.get(1)).merge(lived.get(2)))
        .isEqualTo(lived.get(0).merge(lived.get(1).merge(lived.get(2))));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void changes_nothing_the_second_time(int seed) {
    var lived = lived(seed);
    var merged = lived.get(0).merge(lived.get(1));
    assertThat(merged.merge(lived.get(1))).isEqualTo(merged);
    assertThat(merged.merge(merged)).isEqualTo(merged);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comes_to_the_same_findings_on_all_nodes_once_a_partition_has_healed(int seed) {
    var replicas = lived(seed);
    replicas.live((node, other) -> node / 2 == other / 2);
    var orders = List.of(List.of(0, 1, 2, 3), List.of(3, 1, 0, 2), List.of(2, 0, 3, 1));
    var healed =
        orders.stream()
            .map(order -> order.stream().map(replicas::get).reduce(ORSet::merge).orElseThrow())
            .toList();

    assertThat(healed).allSatisfy(bucket -> assertThat(bucket).isEqualTo(healed.getFirst()));
    for (var bucket : healed) {
      assertThat(Findings.of(bucket.getElements()))
          .isEqualTo(Findings.of(healed.getFirst().getElements()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_was_taken_back_does_not_return_though_it_is_published_again(int seed) {
    var random = new Random(seed);
    var finding = Entries.published(Entries.TASK, "researcher/1", "Water is dry.", 0);
    var retracted =
        new Entry.Retracted(
            Entries.TASK, finding.finding().id(), "researcher/1", Entries.AT.plusSeconds(1));
    ORSet<Entry> here =
        Bucket.with(
            ORSet.empty(), Entries.node(1), List.of(finding, retracted), Entries.WIDE, Entries.AT);
    ORSet<Entry> there =
        Bucket.with(ORSet.empty(), Entries.node(2), List.of(finding), Entries.WIDE, Entries.AT);
    var merged = random.nextBoolean() ? here.merge(there) : there.merge(here);

    assertThat(Findings.of(merged.getElements()).findings()).isEmpty();
  }
}
