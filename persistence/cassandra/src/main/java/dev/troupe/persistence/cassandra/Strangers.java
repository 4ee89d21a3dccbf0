package dev.troupe.persistence.cassandra;

import dev.troupe.cluster.Presence;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterActorRefProvider;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;

/**
 * Nodes that live, as the store tells, and are no members of this node's cluster, or cannot be
 * heard there: where two clusters share a keyspace, or one has come apart, neither side takes from
 * the other what it holds.
 */
final class Strangers {
  private final Presence presence;
  private final Supplier<Set<String>> own;

  /**
   * @param own the addresses of this node and of all that it knows and hears
   */
  Strangers(Presence presence, Supplier<Set<String>> own) {
    this.presence = presence;
    this.own = own;
  }

  static Strangers of(ExtendedActorSystem system, Presence presence) {
    return new Strangers(
        presence,
        () ->
            system.provider() instanceof ClusterActorRefProvider
                ? heard(Cluster.get(system).state())
                : Set.of());
  }

  private static Set<String> heard(CurrentClusterState cluster) {
    return StreamSupport.stream(cluster.getMembers().spliterator(), false)
        .filter(member -> !cluster.getUnreachable().contains(member))
        .map(member -> member.address().toString())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What a process is called: the address for people, and what tells it from the one before. */
  static String process(String address, String number) {
    return address + "#" + number;
  }

  private static String address(String process) {
    var end = process.indexOf('#');
    return end < 0 ? process : process.substring(0, end);
  }

  /**
   * @param process as in a claim
   */
  CompletionStage<Boolean> include(String process) {
    var address = address(process);
    return own.get().contains(address)
        ? CompletableFuture.completedStage(false)
        : presence.seen().thenApply(seen -> seen.contains(address));
  }
}
