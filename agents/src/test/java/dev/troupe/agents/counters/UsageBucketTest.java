package dev.troupe.agents.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import dev.troupe.agents.counters.UsageBucket.Account;
import dev.troupe.agents.counters.UsageBucket.Who;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.ddata.PNCounterMap;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageBucketTest {
  private static final Who WRITER = new Who("a", "writer");
  private static final Who SCOUT = new Who("a", "scout");

  private static SelfUniqueAddress node(int number) {
    return new SelfUniqueAddress(
        new UniqueAddress(
            new Address("pekko", "troupe", "127.0.0.1", 7000 + number), (long) number));
  }

  private static PNCounterMap<String> with(
      PNCounterMap<String> bucket, int node, Map<Who, Usage> more) {
    var accounts = new HashMap<Account, Usage>();
    more.forEach((who, usage) -> accounts.put(Account.of(who, usage), usage));
    return UsageBucket.with(bucket, node(node), accounts, 4);
  }

  private static PNCounterMap<String> empty() {
    return PNCounterMap.create();
  }

  @Test
  void adds_up_calls_tokens_and_money_by_role_and_tells_tenants_apart() {
    var bucket =
        with(
            empty(),
            1,
            Map.of(
                WRITER,
                new Usage(1, 10, 20, new Cost("USD", 5, 0)),
                new Who("b", "writer"),
                new Usage(7, 7, 7)));
    bucket = with(bucket, 2, Map.of(WRITER, new Usage(2, 1, 1, new Cost("USD", 6, 1))));
    bucket = with(bucket, 2, Map.of(SCOUT, new Usage(1, 3, 4)));

    assertThat(UsageBucket.of(bucket, "a"))
        .isEqualTo(
            Map.of(
                "writer",
                new Usage(3, 11, 21, new Cost("USD", 11, 1)),
                "scout",
                new Usage(1, 3, 4)));
    assertThat(UsageBucket.of(bucket, "c")).isEmpty();
  }

  @Test
  void does_not_add_up_two_currencies() {
    var euros = new Usage(3, 0, 0, new Cost("EUR", 5, 0));
    var dollars = new Usage(5, 0, 0, new Cost("USD", 900, 1));
    var bucket = with(with(empty(), 1, Map.of(WRITER, dollars)), 1, Map.of(WRITER, euros));
    bucket = with(bucket, 1, Map.of(SCOUT, dollars));

    var used = UsageBucket.of(bucket, "a");
    assertThat(used)
        .isEqualTo(
            Map.of(
                "writer",
                new Usage(8, 0, 0, new Cost("EUR", 5, 5)),
                "scout",
                new Usage(5, 0, 0, new Cost("", 0, 5))));
    assertThat(used.values().stream().reduce(Usage.NONE, Usage::plus))
        .isEqualTo(new Usage(13, 0, 0, new Cost("EUR", 5, 10)));
  }

  @Test
  void what_costs_nothing_has_a_cost_where_its_price_is_known() {
    var free = new Usage(1, 1, 1, new Cost("USD", 0, 0));

    assertThat(UsageBucket.of(with(empty(), 1, Map.of(WRITER, free)), "a"))
        .isEqualTo(Map.of("writer", free));
  }

  @Test
  void a_role_past_the_bound_counts_as_other_and_one_that_is_known_does_not() {
    var bucket = empty();
    for (int number = 0; number < 6; number++) {
      bucket = with(bucket, 1, Map.of(new Who("a", "role-" + number), new Usage(1, 2, 3)));
    }
    bucket = with(bucket, 1, Map.of(new Who("a", "role-0"), new Usage(1, 2, 3)));

    assertThat(UsageBucket.of(bucket, "a"))
        .containsOnlyKeys("role-0", "role-1", "role-2", "role-3", UsageBucket.OTHER)
        .containsEntry("role-0", new Usage(2, 4, 6))
        .containsEntry(UsageBucket.OTHER, new Usage(2, 4, 6));
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** Two nodes tell each other what changed, the third hears of all. */
  @ParameterizedTest
  @MethodSource("seeds")
  void in_whatever_order_nodes_hear_of_each_other_nothing_is_lost_or_counted_twice(int seed) {
    var random = new Random(seed);
    var replicas = new ArrayList<>(List.of(empty(), empty(), empty()));
    var sums = new TreeMap<String, Usage>();
    for (int step = 0; step < 40; step++) {
      int node = random.nextInt(3);
      if (random.nextInt(3) == 0) {
        replicas.set(node, replicas.get(node).merge(replicas.get(random.nextInt(3))));
      } else {
        var who = random.nextBoolean() ? WRITER : SCOUT;
        var usage = new Usage(1, random.nextInt(9), 1, new Cost("USD", random.nextInt(9), 0));
        sums.merge(who.role(), usage, Usage::plus);
        var written = with(replicas.get(node).resetDelta(), node, Map.of(who, usage));
        replicas.set(node, written);
        if (node < 2) {
          replicas.set(1 - node, replicas.get(1 - node).mergeDelta(written.delta().get()));
        }
      }
    }
    var one = replicas.get(0);
    var two = replicas.get(1);
    var three = replicas.get(2);

    for (var all :
        List.of(
            one.merge(two).merge(three),
            three.merge(two.merge(one)),
            one.merge(two).merge(two).merge(three).merge(one))) {
      assertThat(UsageBucket.of(all, "a")).isEqualTo(sums);
    }
  }
}
