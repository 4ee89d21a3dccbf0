package dev.troupe.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The cluster as one of its nodes sees it.
 *
 * @param self this node's address
 * @param leader the address of the member that leads, if one does
 * @param members everybody, oldest address first
 * @param regions what this node hosts, by the type of entity
 */
public record ClusterView(
    String self, Optional<String> leader, List<Member> members, Map<String, Region> regions) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * One member.
   *
   * @param status {@code joining}, {@code weaklyup}, {@code up}, {@code leaving}, {@code exiting}
   *     or {@code down}
   */
  public record Member(String address, String status, boolean reachable) {}

  /**
   * Entities of one type on this node.
   *
   * @param shards how many of the type's shards are here
   * @param entities how many entities are in memory
   */
  public record Region(int shards, int entities) {}

  /** Looks now; regions that do not answer within a few seconds are left out. */
  public static CompletionStage<ClusterView> of(ActorSystem<?> system) {
    var cluster = Cluster.get(system);
    return regions(system)
        .thenApply(regions ->
            new ClusterView(
                cluster.selfAddress().toString(),
                Optional.ofNullable(cluster.state().getLeader()).map(Address::toString),
                members(cluster),
                regions));
  }

  private static List<Member> members(Cluster cluster) {
    var unreachable = cluster.state().getUnreachable();
    var members = new ArrayList<Member>();
    for (var member : cluster.state().getMembers()) {
      members.add(
          new Member(
              member.address().toString(),
              member.status().toString().toLowerCase(Locale.ROOT),
              !unreachable.contains(member)));
    }
    members.sort(Comparator.comparing(Member::address));
    return members;
  }

  private static CompletionStage<Map<String, Region>> regions(ActorSystem<?> system) {
    var sharding = ClusterSharding.get(system.classicSystem());
    CompletionStage<Map<String, Region>> all = CompletableFuture.completedStage(new TreeMap<>());
    for (var type : sharding.getShardTypeNames()) {
      all =
          all.thenCombine(
              Patterns.ask(
                      sharding.shardRegion(type),
                      ShardRegion.getShardRegionStateInstance(),
                      PATIENCE)
                  .handle((state, _) -> Optional.ofNullable(state)),
              (regions, state) -> {
                state.ifPresent(answered ->
                    regions.put(type, region((ShardRegion.CurrentShardRegionState) answered)));
                return regions;
              });
    }
    return all;
  }

  private static Region region(ShardRegion.CurrentShardRegionState state) {
    var entities = 0;
    for (var shard : CollectionConverters.asJava(state.shards())) {
      entities += shard.entityIds().size();
    }
    return new Region(state.shards().size(), entities);
  }
}
