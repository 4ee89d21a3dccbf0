package dev.troupe.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node alone leaves without waiting for homes that nobody can give its shards. */
class LeavingTest {
  /** What a region waits that still has messages for shards without a home, and half of it. */
  private static final String PATIENT =
      "pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 60 s";

  private static final Duration WITHOUT_WAITING = Duration.ofSeconds(30);

  private final ScriptedAgents agents =
      ScriptedTeam.approving().with("planner", _ -> Optional.empty());

  @Test
  void a_node_leaves_at_once_also_while_its_daemons_are_still_starting(@TempDir Path folder) {
    var node = new TestNode(folder, agents, PATIENT);
    node.tasks.wakeOldTasks();

    assertThat(timeToLeave(node)).isLessThan(WITHOUT_WAITING);
  }

  @Test
  void a_node_leaves_at_once_with_tasks_at_work(@TempDir Path folder) {
    var node = new TestNode(folder, agents, PATIENT);
    node.tasks.wakeOldTasks();
    for (var task = 0; task < 20; task++) {
      node.accepted(TestNode.submission("How?"));
    }

    assertThat(timeToLeave(node)).isLessThan(WITHOUT_WAITING);
  }

  private static Duration timeToLeave(TestNode node) {
    var from = Instant.now();
    node.close();
    return Duration.between(from, Instant.now());
  }
}
