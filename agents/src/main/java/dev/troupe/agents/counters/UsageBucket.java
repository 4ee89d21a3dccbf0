package dev.troupe.agents.counters;

import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.PNCounterMap;
import org.apache.pekko.cluster.ddata.PNCounterMapKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/**
 * What a node does to a bucket of counters: one for each tenant, role and unit. Money is counted in
 * billionths of a currency's unit. Pure.
 */
final class UsageBucket {
  static final int COUNT = 16;

  /** All roles of a tenant for which a bucket has no room. */
  static final String OTHER = "other";

  private static final String CALLS = "calls";
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final String UNPRICED = "unpriced";

  /** Followed by the currency, so that no two are added up. */
  private static final String NANOS = "nanos ";

  private static final List<Key<PNCounterMap<String>>> KEYS =
      IntStream.range(0, COUNT)
          .mapToObj(number -> PNCounterMapKey.<String>create("usage-" + number))
          .toList();

  /** Who has used something. */
  record Who(String tenant, String role) {

    /** Names have no line ends. */
    private String counter(String unit) {
      return tenant + "\n" + role + "\n" + unit;
    }
  }

  private record Counter(Who who, String unit) {
    static Counter of(String name) {
      var parts = name.split("\n", 3);
      return new Counter(new Who(parts[0], parts[1]), parts[2]);
    }
  }

  private UsageBucket() {}

  static Key<PNCounterMap<String>> key(String tenant) {
    return KEYS.get(Math.floorMod(tenant.hashCode(), COUNT));
  }

  /**
   * @param rolesAtMost of all tenants in the bucket; each tenant's {@link #OTHER} comes on top
   */
  static PNCounterMap<String> with(
      PNCounterMap<String> bucket, SelfUniqueAddress node, Map<Who, Usage> more, int rolesAtMost) {
    var known = who(bucket);
    var next = bucket;
    for (var used : byName(more).values()) {
      var who = used.getKey();
      if (!known.contains(who) && known.size() >= rolesAtMost) {
        who = new Who(who.tenant(), OTHER);
      }
      known.add(who);
      next = with(next, node, who, used.getValue());
    }
    return next;
  }

  /** In an order that does not depend on hashes. */
  private static Map<String, Map.Entry<Who, Usage>> byName(Map<Who, Usage> more) {
    var sorted = new TreeMap<String, Map.Entry<Who, Usage>>();
    more.entrySet().forEach(entry -> sorted.put(entry.getKey().counter(""), entry));
    return sorted;
  }

  private static Set<Who> who(PNCounterMap<String> bucket) {
    var all = new HashSet<Who>();
    bucket.getEntries().keySet().forEach(name -> all.add(Counter.of(name).who()));
    return all;
  }

  private static PNCounterMap<String> with(
      PNCounterMap<String> bucket, SelfUniqueAddress node, Who who, Usage usage) {
    var next =
        bucket
            .increment(node, who.counter(CALLS), usage.modelCalls())
            .increment(node, who.counter(INPUT), usage.inputTokens())
            .increment(node, who.counter(OUTPUT), usage.outputTokens());
    var cost = usage.cost();
    if (cost == null) {
      return next;
    }
    var counted = next.increment(node, who.counter(UNPRICED), cost.unpricedCalls());
    return cost.currency().isEmpty()
        ? counted
        : counted.increment(node, who.counter(NANOS + cost.currency()), cost.nanos());
  }

  /** A tenant's, by role. */
  static Map<String, Usage> of(PNCounterMap<String> bucket, String tenant) {
    var byRole = new TreeMap<String, Usage>();
    new TreeMap<>(bucket.getEntries())
        .forEach((name, value) -> {
          var counter = Counter.of(name);
          if (counter.who().tenant().equals(tenant)) {
            byRole.merge(counter.who().role(), usage(counter.unit(), value), Usage::plus);
          }
        });
    return byRole;
  }

  private static Usage usage(String unit, BigInteger value) {
    var count = value.longValue();
    var calls = (int) Math.min(count, Integer.MAX_VALUE);
    return switch (unit) {
      case CALLS -> new Usage(calls, 0, 0);
      case INPUT -> new Usage(0, count, 0);
      case OUTPUT -> new Usage(0, 0, count);
      case UNPRICED -> Usage.NONE.costing(new Cost("", 0, calls));
      default -> Usage.NONE.costing(new Cost(unit.substring(NANOS.length()), count, 0));
    };
  }
}
