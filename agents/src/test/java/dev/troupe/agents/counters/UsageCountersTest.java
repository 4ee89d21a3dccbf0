package dev.troupe.agents.counters;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Replica;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes of one cluster, of which one leaves. */
@Timeout(180)
class UsageCountersTest {
  /** A node that has left is looked for at once. */
  private static final String SETTINGS =
      """
      pekko.cluster.distributed-data {
        pruning-interval = 500ms
        max-pruning-dissemination = 500ms
      }
      """;

  private static Node node(String settings) throws Exception {
    return Node.start(NodeConfiguration.load(ConfigFactory.parseString(SETTINGS + settings), null))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static Map<String, Usage> of(UsageCounters counters) {
    return counters.of("default").toCompletableFuture().join();
  }

  private static void await(Node node, Runnable assertion) {
    TestProbe.create(node.system())
        .awaitAssert(
            Duration.ofSeconds(40),
            () -> {
              assertion.run();
              return true;
            });
  }

  @Test
  void all_nodes_know_what_each_has_used_and_still_do_when_one_has_left() throws Exception {
    var first = node("");
    try {
      var second =
          node(
              "pekko.cluster.seed-nodes = [\"%s\"]"
                  .formatted(Cluster.get(first.system()).selfAddress()));
      var left = Cluster.get(second.system()).selfUniqueAddress();
      var replica = new Replica(first.system());
      var here = new UsageCounters(replica, 8);
      var sum = Map.of("writer", new Usage(3, 30, 60, new Cost("USD", 3, 0)));
      try {
        var there = new UsageCounters(new Replica(second.system()), 8);
        here.count("default", "writer", new Usage(1, 10, 20, new Cost("USD", 1, 0)));
        there.count("default", "writer", new Usage(1, 10, 20, new Cost("USD", 1, 0)));
        there.count("default", "writer", new Usage(1, 10, 20, new Cost("USD", 1, 0)));
        assertThat(of(there)).as("not written yet").isEmpty();
        here.write();
        there.write();
        there.write();
        await(first, () -> assertThat(of(here)).isEqualTo(sum));
        await(first, () -> assertThat(of(there)).isEqualTo(sum));
      } finally {
        second.stop().toCompletableFuture().get(40, TimeUnit.SECONDS);
      }
      var key = UsageBucket.key("default");
      await(
          first,
          () ->
              assertThat(
                      replica
                          .read(key)
                          .toCompletableFuture()
                          .join()
                          .orElseThrow()
                          .needPruningFrom(left))
                  .as("what it had counted is another node's")
                  .isFalse());
      assertThat(of(here)).isEqualTo(sum);
    } finally {
      first.stop().toCompletableFuture().get(40, TimeUnit.SECONDS);
    }
  }
}
