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

class EvictionTest {
  private static final Bounds BOUNDS = new Bounds(2_000, 4_000, 6_000, 6_000, Duration.ofHours(1));

  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  private static int bytes(List<? extends Entry> entries) {
    return entries.stream().mapToInt(Entry::bytes).sum();
  }

  private static List<Entry> kept(List<? extends Entry> entries) {
    var kept = new ArrayList<Entry>(entries);
    kept.removeAll(Eviction.of(List.copyOf(entries), BOUNDS, Entries.AT));
    return kept;
  }

  @Test
  void keeps_what_is_within_all_bounds() {
    var entries =
        List.of(
            Entries.published("a/1", "researcher/1", "one", 1),
            Entries.published("b/1", "researcher/1", "two", 2));
    assertThat(kept(entries)).containsExactlyElementsOf(entries);
  }

  @Test
  void of_a_task_with_too_much_the_oldest_leave() {
    var entries =
        IntStream.range(0, 20)
            .mapToObj(number -> Entries.published("a/1", "researcher/1", "claim " + number, number))
            .toList();
    var kept = kept(entries);
    assertThat(bytes(kept)).isLessThanOrEqualTo(BOUNDS.taskBytes()).isGreaterThan(1_500);
    assertThat(kept).isEqualTo(entries.subList(20 - kept.size(), 20));
  }

  @Test
  void a_tenant_with_many_tasks_does_not_crowd_out_another_one() {
    var entries = new ArrayList<Entry>();
    for (int task = 0; task < 50; task++) {
      entries.add(Entries.published("loud/" + task, "researcher/1", "claim", 100 + task));
    }
    var quiet = Entries.published("quiet/1", "researcher/1", "claim", 0);
    entries.add(quiet);
    assertThat(kept(entries)).contains(quiet);
    assertThat(bytes(kept(entries))).isLessThanOrEqualTo(BOUNDS.tenantBytes() + quiet.bytes());
  }

  @Test
  void what_is_older_than_what_is_kept_leaves_whoever_it_belongs_to() {
    var old = Entries.published("a/1", "researcher/1", "one", -3_601);
    var young = Entries.published("a/1", "researcher/1", "two", -3_599);
    assertThat(kept(List.of(old, young))).containsExactly(young);
  }

  /** What it tells other nodes would change nothing, and it is said at each start of a work. */
  @Test
  void what_the_bounds_have_evicted_or_is_too_old_is_no_news_when_it_is_said_again() {
    var node = Entries.node(1);
    var entries =
        IntStream.range(0, 20)
            .mapToObj(number -> Entries.published("a/1", "researcher/1", "claim " + number, number))
            .toList();
    ORSet<Entry> bucket = ORSet.empty();
    for (var entry : entries) {
      bucket = Bucket.with(bucket, node, List.of(entry), BOUNDS, Entries.AT);
    }
    var old = Entries.published("a/2", "researcher/1", "one", -3_601);

    assertThat(bucket.getElements()).isNotEmpty().hasSizeLessThan(20);
    assertThat(Bucket.with(bucket, node, entries, BOUNDS, Entries.AT)).isSameAs(bucket);
    assertThat(Bucket.with(bucket, node, List.of(old), BOUNDS, Entries.AT)).isSameAs(bucket);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bounds_hold_behind_every_write_and_behind_the_first_one_after_a_merge(int seed) {
    var random = new Random(seed);
    ORSet<Entry> here = ORSet.empty();
    ORSet<Entry> there = ORSet.empty();
    for (int step = 0; step < 80; step++) {
      here = written(here, 1, random, step);
      there = written(there, 2, random, step);
      assertThat(bytes(List.copyOf(here.getElements()))).isLessThanOrEqualTo(BOUNDS.bucketBytes());
    }
    var merged = written(here.merge(there), 1, random, 100);
    assertThat(bytes(List.copyOf(merged.getElements()))).isLessThanOrEqualTo(BOUNDS.bucketBytes());
  }

  private static ORSet<Entry> written(ORSet<Entry> bucket, int node, Random random, int step) {
    var entry =
        Entries.published(
            "t%d/%d".formatted(random.nextInt(3), random.nextInt(4)),
            "researcher/" + node,
            "claim " + "x".repeat(random.nextInt(500)),
            step);
    return Bucket.with(bucket, Entries.node(node), List.of(entry), BOUNDS, Entries.AT);
  }
}
