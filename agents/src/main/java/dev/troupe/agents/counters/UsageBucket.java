package dev.troupe.agents.counters;

import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /** All roles of a tenant for which a bucket has no room; no role may be called so. */
  static final String OTHER = "(other)";

  private static final String CALLS = "calls";
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final String UNPRICED = "unpriced";

  /** Calls with a price. Followed by the currency, as the next. */
  private static final String PRICED = "priced ";

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

  /**
   * What is added up.
   *
   * @param currency ISO 4217; empty where none is known
   */
  record Account(Who who, String currency) {
    static Account of(Who who, Usage usage) {
      var cost = usage.cost();
      return new Account(who, cost == null ? "" : cost.currency());
    }

    private String name() {
      return who.counter(currency);
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
      PNCounterMap<String> bucket,
      SelfUniqueAddress node,
      Map<Account, Usage> more,
      int rolesAtMost) {
    var known = who(bucket);
    var next = bucket;
    for (var used : byName(more).values()) {
      var who = used.getKey().who();
      if (!known.contains(who) && known.size() >= rolesAtMost) {
        who = new Who(who.tenant(), OTHER);
      }
      known.add(who);
      next = with(next, node, who, used.getValue());
    }
    return next;
  }

  /** In an order that does not depend on hashes. */
  private static Map<String, Map.Entry<Account, Usage>> byName(Map<Account, Usage> more) {
    var sorted = new TreeMap<String, Map.Entry<Account, Usage>>();
    more.entrySet().forEach(entry -> sorted.put(entry.getKey().name(), entry));
    return sorted;
  }

  private static Set<Who> who(PNCounterMap<String> bucket) {
    var all = new HashSet<Who>();
    bucket.getEntries().keySet().forEach(name -> all.add(Counter.of(name).who()));
    return all;
  }

  private static PNCounterMap<String> with(
      PNCounterMap<String> bucket, SelfUniqueAddress node, Who who, Usage usage) {
    var next = plus(bucket, node, who.counter(CALLS), usage.modelCalls());
    next = plus(next, node, who.counter(INPUT), usage.inputTokens());
    next = plus(next, node, who.counter(OUTPUT), usage.outputTokens());
    var cost = usage.cost();
    if (cost == null) {
      return next;
    }
    next = plus(next, node, who.counter(UNPRICED), cost.unpricedCalls());
    if (cost.currency().isEmpty()) {
      return next;
    }
    var priced = usage.modelCalls() - cost.unpricedCalls();
    next = plus(next, node, who.counter(PRICED + cost.currency()), priced);
    return plus(next, node, who.counter(NANOS + cost.currency()), cost.nanos());
  }

  /** Each counter that is touched is told to other nodes. */
  private static PNCounterMap<String> plus(
      PNCounterMap<String> bucket, SelfUniqueAddress node, String counter, long more) {
    return more == 0 ? bucket : bucket.increment(node, counter, more);
  }

  /**
   * A tenant's, by role. Money of two currencies is not added up: the first in the alphabet is told
   * for all roles, and calls with a price in another count as calls without one.
   */
  static Map<String, Usage> of(PNCounterMap<String> bucket, String tenant) {
    var roles = new TreeMap<String, Map<String, Long>>();
    var currencies = new TreeSet<String>();
    bucket
        .getEntries()
        .forEach((name, value) -> {
          var counter = Counter.of(name);
          if (counter.who().tenant().equals(tenant)) {
            roles
                .computeIfAbsent(counter.who().role(), _ -> new HashMap<>())
                .put(counter.unit(), value.longValue());
            if (counter.unit().startsWith(PRICED)) {
              currencies.add(counter.unit().substring(PRICED.length()));
            }
          }
        });
    var told = currencies.isEmpty() ? "" : currencies.first();
    var usage = new TreeMap<String, Usage>();
    roles.forEach((role, units) -> usage.put(role, usage(units, told)));
    return usage;
  }

  private static Usage usage(Map<String, Long> units, String told) {
    var usage =
        new Usage(
            calls(units, CALLS), units.getOrDefault(INPUT, 0L), units.getOrDefault(OUTPUT, 0L));
    var unpriced = calls(units, UNPRICED);
    var hasCost = unpriced > 0;
    for (var unit : units.keySet()) {
      if (unit.startsWith(PRICED)) {
        hasCost = true;
        unpriced += unit.equals(PRICED + told) ? 0 : calls(units, unit);
      }
    }
    if (!hasCost) {
      return usage;
    }
    return usage.costing(
        units.containsKey(PRICED + told)
            ? new Cost(told, units.getOrDefault(NANOS + told, 0L), unpriced)
            : new Cost("", 0, unpriced));
  }

  private static int calls(Map<String, Long> units, String unit) {
    return (int) Math.min(units.getOrDefault(unit, 0L), Integer.MAX_VALUE);
  }
}
