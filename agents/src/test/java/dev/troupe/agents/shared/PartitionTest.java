package dev.troupe.agents.shared;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.remote.RARP;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes lose sight of each other, go on, and meet again. */
@Timeout(120)
@SuppressWarnings("deprecation") // Nothing else cuts a connection of Artery.
class PartitionTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Entries.AT);
  private static final String TASK = "default/p";

  private static final ThrottlerTransportAdapter.Direction BOTH = both();

  /** Nobody is taken for dead before the test is over. */
  private static final String SETTINGS =
      """
      pekko.remote.artery.advanced.test-mode = on
      pekko.cluster.split-brain-resolver.stable-after = 5 minutes
      """;

  /** Java has no word for this object of Scala's. */
  private static ThrottlerTransportAdapter.Direction both() {
    try {
      return (ThrottlerTransportAdapter.Direction)
          Class.forName(ThrottlerTransportAdapter.Direction.class.getName() + "$Both$")
              .getField("MODULE$")
              .get(null);
    } catch (ReflectiveOperationException gone) {
      throw new LinkageError("Pekko has changed", gone);
    }
  }

  private static Node node(String settings) throws Exception {
    return Node.start(NodeConfiguration.load(ConfigFactory.parseString(SETTINGS + settings), null))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static Address address(Node node) {
    return Cluster.get(node.system()).selfAddress();
  }

  private static void set(Node node, Address other, ThrottlerTransportAdapter.ThrottleMode mode) {
    var throttle = new ThrottlerTransportAdapter.SetThrottle(other, BOTH, mode);
    var remote = (RARP) RARP.get(node.system().classicSystem());
    var _ = remote.provider().transport().managementCommand(throttle);
  }

  private static List<Entry> read(SharedKnowledge knowledge) {
    return knowledge.read(TASK).toCompletableFuture().join();
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
  void what_both_sides_have_found_is_known_to_both_once_they_meet_again() throws Exception {
    var first = node("");
    var second = node("pekko.cluster.seed-nodes = [\"%s\"]".formatted(address(first)));
    try {
      var here = ReplicatedKnowledge.on(first.system(), CLOCK);
      var there = ReplicatedKnowledge.on(second.system(), CLOCK);
      var before = Entries.published(TASK, "researcher/1", "Before.", 1);
      here.publish(List.of(before));
      await(first, () -> assertThat(read(there)).containsExactly(before));

      set(first, address(second), ThrottlerTransportAdapter.Blackhole$.MODULE$);
      set(second, address(first), ThrottlerTransportAdapter.Blackhole$.MODULE$);
      var cheap = Entries.finding("researcher/1", "It costs 3 cents.", 2);
      var dear = Entries.finding("researcher/2", "It costs 30 dollars.", 3, cheap.id());
      here.publish(List.of(new Entry.Published(TASK, cheap)));
      there.publish(List.of(new Entry.Published(TASK, dear)));
      // Long enough for several rounds of gossip, had there been any.
      await(
          first,
          () -> assertThat(Cluster.get(first.system()).state().getUnreachable()).isNotEmpty());
      assertThat(read(here)).hasSize(2);
      assertThat(read(there)).hasSize(2);

      set(first, address(second), ThrottlerTransportAdapter.Unthrottled$.MODULE$);
      set(second, address(first), ThrottlerTransportAdapter.Unthrottled$.MODULE$);
      await(
          first,
          () -> {
            assertThat(read(here)).hasSize(3);
            assertThat(Findings.of(read(there))).isEqualTo(Findings.of(read(here)));
          });
      assertThat(Findings.of(read(here)).contradictions()).hasSize(1);
    } finally {
      second.stop().toCompletableFuture().get(40, TimeUnit.SECONDS);
      first.stop().toCompletableFuture().get(40, TimeUnit.SECONDS);
    }
  }
}
