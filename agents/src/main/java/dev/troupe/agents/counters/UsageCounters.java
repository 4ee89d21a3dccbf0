package dev.troupe.agents.counters;

import dev.troupe.agents.Usage;
import dev.troupe.agents.counters.UsageBucket.Account;
import dev.troupe.agents.counters.UsageBucket.Who;
import dev.troupe.agents.shared.Replica;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ddata.PNCounterMap;

/**
 * Adds up what the agents of this node use and lets all nodes know, once a second. What a node has
 * added up in its last second or two is lost with it: journals own the truth.
 */
public final class UsageCounters implements UsageCounter {
  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  private final Replica replica;
  private final int rolesAtMost;
  private Map<Account, Usage> unwritten = new HashMap<>();

  UsageCounters(Replica replica, int rolesAtMost) {
    this.replica = replica;
    this.rolesAtMost = rolesAtMost;
  }

  /** The system must belong to a cluster, if only of itself. */
  public static UsageCounters on(ActorSystem<?> system) {
    var rolesAtMost = system.settings().config().getInt("troupe.shared.usage-roles");
    var counters = new UsageCounters(new Replica(system), rolesAtMost);
    system
        .scheduler()
        .scheduleWithFixedDelay(
            WRITE_EVERY, WRITE_EVERY, counters::write, system.executionContext());
    return counters;
  }

  @Override
  public synchronized void count(String tenant, String role, Usage usage) {
    unwritten.merge(Account.of(new Who(tenant, role), usage), usage, Usage::plus);
  }

  private synchronized Map<Account, Usage> taken() {
    var all = unwritten;
    unwritten = new HashMap<>();
    return all;
  }

  void write() {
    var byTenant = new HashMap<String, Map<Account, Usage>>();
    taken()
        .forEach((account, usage) ->
            byTenant
                .computeIfAbsent(account.who().tenant(), _ -> new HashMap<>())
                .put(account, usage));
    byTenant.forEach((tenant, used) ->
        replica.update(
            UsageBucket.key(tenant),
            PNCounterMap.<String>create(),
            bucket -> UsageBucket.with(bucket, replica.node(), used, rolesAtMost)));
  }

  /** A tenant's usage by role, of all nodes as this one knows it; it is sorted by role. */
  public CompletionStage<Map<String, Usage>> of(String tenant) {
    return replica
        .read(UsageBucket.key(tenant))
        .thenApply(found -> found.map(bucket -> UsageBucket.of(bucket, tenant)).orElse(Map.of()));
  }
}
