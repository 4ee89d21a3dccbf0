package dev.troupe.agents.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.GSet;
import org.apache.pekko.cluster.ddata.ORMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceBucketTest {
  private static final Bounds BOUNDS = new Bounds(1, 1, 1, 20_000, Duration.ofHours(24));
  private static final String TASK = "default/a";

  private static ORMap<String, GSet<String>> with(
      ORMap<String, GSet<String>> bucket, int node, String task, List<String> sources, Instant at) {
    return SourceBucket.with(
        bucket, Entries.node(node), task, sources, at, BOUNDS, Entries.AT.plusSeconds(60));
  }

  private static ORMap<String, GSet<String>> with(
      ORMap<String, GSet<String>> bucket, int node, String task, String... sources) {
    return with(bucket, node, task, List.of(sources), Entries.AT);
  }

  private static ORMap<String, GSet<String>> empty() {
    return ORMap.create();
  }

  @Test
  void holds_what_agents_of_a_task_have_read_over_the_hours_sorted() {
    var bucket = with(empty(), 1, TASK, "b.md\np-2", "a.md\np-1");
    bucket = with(bucket, 1, "default/b", "c.md");
    bucket = with(bucket, 1, TASK, List.of("c.md"), Entries.AT.minus(Duration.ofHours(3)));

    assertThat(SourceBucket.of(bucket, TASK)).containsExactly("a.md\np-1", "b.md\np-2", "c.md");
    assertThat(SourceBucket.of(bucket, "default/b")).containsExactly("c.md");
  }

  @Test
  void what_is_known_changes_nothing_in_whatever_hour_it_is_read() {
    var bucket = with(empty(), 1, TASK, "a.md");

    assertThat(with(bucket, 1, TASK, "a.md")).isSameAs(bucket);
    assertThat(with(bucket, 1, TASK, List.of("a.md"), Entries.AT.minusSeconds(7_200)))
        .isSameAs(bucket);
  }

  @Test
  void what_a_task_has_no_room_for_is_not_added() {
    var many = IntStream.range(0, 300).mapToObj(number -> "a.md\n" + number).toList();
    var bucket = with(empty(), 1, TASK, many, Entries.AT);

    assertThat(SourceBucket.of(bucket, TASK)).hasSize(256);
    assertThat(with(bucket, 1, TASK, "b.md")).isSameAs(bucket);
  }

  @Test
  void what_a_bucket_has_no_room_for_is_not_added_and_what_is_short_enough_is() {
    var bucket = empty();
    for (int number = 0; number < 60; number++) {
      bucket = with(bucket, 1, "default/" + number, "x".repeat(500), "y".repeat(600));
    }

    assertThat(SourceBucket.bytes(bucket)).isBetween(19_000, 20_000);
    assertThat(SourceBucket.of(bucket, "default/0")).containsExactly("x".repeat(500));
    assertThat(SourceBucket.of(bucket, "default/59")).isEmpty();
  }

  @Test
  void what_is_older_than_is_kept_is_not_added_and_leaves() {
    var old = Entries.AT.minus(Duration.ofHours(26));
    var bucket = with(with(empty(), 1, TASK, "a.md"), 1, "default/b", "b.md");
    var later = Entries.AT.plus(Duration.ofHours(26));

    assertThat(with(bucket, 1, TASK, List.of("c.md"), old)).isSameAs(bucket);
    var still = Entries.AT.plus(Duration.ofHours(24));
    assertThat(SourceBucket.within(bucket, Entries.node(1), BOUNDS, still)).isSameAs(bucket);
    assertThat(SourceBucket.within(bucket, Entries.node(1), BOUNDS, later).getEntries().keySet())
        .isEmpty();
  }

  /** A change is told as the whole of a set. */
  @Test
  void no_set_gets_large() {
    var bucket = empty();
    for (int number = 0; number < 100; number++) {
      bucket = with(bucket, 1, TASK, "a.md\n" + number);
    }

    assertThat(bucket.getEntries().values()).hasSize(7).allMatch(set -> set.size() <= 16);
    assertThat(SourceBucket.of(bucket, TASK)).hasSize(100);
  }

  @Test
  void of_what_nodes_that_wrote_apart_have_too_much_of_the_oldest_leaves() {
    var here = empty();
    var there = empty();
    var old = Entries.AT.minus(Duration.ofHours(2));
    for (int number = 0; number < 30; number++) {
      here = with(here, 1, "default/here", List.of(number + "x".repeat(400)), old);
      there = with(there, 2, "default/there", List.of(number + "y".repeat(400)), Entries.AT);
    }
    var both = here.merge(there);
    assertThat(SourceBucket.bytes(both)).isGreaterThan(20_000);

    var within = SourceBucket.within(both, Entries.node(1), BOUNDS, Entries.AT);

    assertThat(SourceBucket.bytes(within)).isBetween(10_000, 20_000);
    assertThat(SourceBucket.of(within, "default/there")).hasSize(30);
    assertThat(SourceBucket.within(within, Entries.node(1), BOUNDS, Entries.AT)).isSameAs(within);
  }

  @Test
  void what_a_task_has_read_is_removed_and_stays_so_where_it_was_known() {
    var here = with(with(empty(), 1, TASK, "a.md"), 1, "default/b", "b.md");
    var there = empty().merge(here);
    var removed = SourceBucket.without(here, Entries.node(1), List.of(TASK));

    for (var both : List.of(removed.merge(there), there.merge(removed))) {
      assertThat(both.getEntries().keySet()).noneMatch(set -> set.startsWith(TASK + "@"));
      assertThat(SourceBucket.of(both, TASK)).isEmpty();
      assertThat(SourceBucket.of(both, "default/b")).containsExactly("b.md");
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /**
   * Three nodes that add and remove: two tell each other what changed, the third hears of all.
   *
   * @param added is told of all that was
   */
  private static List<ORMap<String, GSet<String>>> replicas(
      int seed, boolean removes, Set<String> added) {
    var random = new Random(seed);
    var replicas = new ArrayList<>(List.of(empty(), empty(), empty()));
    for (int step = 0; step < 40; step++) {
      int node = random.nextInt(3);
      var before = replicas.get(node).resetDelta();
      var task = "default/" + random.nextInt(3);
      var after =
          switch (random.nextInt(5)) {
            case 0 -> before.merge(replicas.get(random.nextInt(3)));
            case 1 ->
                removes ? SourceBucket.without(before, Entries.node(node), List.of(task)) : before;
            default -> {
              var sources = sources(random);
              sources.forEach(source -> added.add(task.substring(8) + " " + source));
              yield with(before, node, task, sources, hour(random));
            }
          };
      replicas.set(node, after);
      if (node < 2 && after.delta().isDefined()) {
        replicas.set(1 - node, replicas.get(1 - node).mergeDelta(after.delta().get()));
      }
    }
    return replicas;
  }

  private static List<String> sources(Random random) {
    return List.of("a.md\n" + random.nextInt(9), "b.md\n" + random.nextInt(9));
  }

  private static Instant hour(Random random) {
    return Entries.AT.minus(Duration.ofHours(random.nextInt(3)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void in_whatever_order_nodes_hear_of_each_other_all_come_to_the_same(int seed) {
    var replicas = replicas(seed, true, new TreeSet<>());
    var one = replicas.get(0);
    var two = replicas.get(1);
    var three = replicas.get(2);

    assertThat(elements(one.merge(two))).as("commutes").isEqualTo(elements(two.merge(one)));
    assertThat(elements(one.merge(two).merge(three)))
        .as("associates")
        .isEqualTo(elements(one.merge(two.merge(three))));
    assertThat(elements(one.merge(one))).as("again").isEqualTo(elements(one));
    assertThat(elements(one.merge(two).merge(two))).isEqualTo(elements(one.merge(two)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void where_nothing_is_removed_nothing_is_lost(int seed) {
    var added = new TreeSet<String>();
    var replicas = replicas(seed, false, added);

    assertThat(elements(replicas.get(0).merge(replicas.get(1)).merge(replicas.get(2))))
        .isEqualTo(added);
  }

  private static Set<String> elements(ORMap<String, GSet<String>> bucket) {
    var elements = new TreeSet<String>();
    for (int task = 0; task < 3; task++) {
      for (var source : SourceBucket.of(bucket, "default/" + task)) {
        elements.add(task + " " + source);
      }
    }
    return elements;
  }
}
