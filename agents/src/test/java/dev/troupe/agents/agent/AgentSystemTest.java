package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentCommand.Assign;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Agents;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.ScriptedModel;
import dev.troupe.agents.function.Functions;
import dev.troupe.persistence.TestTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Agents behind their public door, on a cluster of one node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentSystemTest {
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              troupe.agents.idle = 50 ms
              pekko.actor.provider = cluster
              pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
              pekko.cluster.sharding.number-of-shards = 8
              pekko.cluster.jmx.enabled = off
              pekko.coordinated-shutdown.exit-jvm = off
              """)
          .withFallback(PersistenceTestKitPlugin.getInstance().config())
          .withFallback(ConfigFactory.load());

  private final ActorTestKit kit = ActorTestKit.create(CONFIG);
  private final ScriptedModel model = new ScriptedModel();
  private final Agents agents = start();

  private Agents start() {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    return AgentSystem.start(
        kit.system(),
        AgentSettings.of(CONFIG),
        model,
        new MemoryKnowledge(),
        Functions.NONE,
        new TestTable(),
        InstantSource.system());
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private Assignment assignment(String role, AgentId agent) {
    return new Assignment(
        agent,
        1,
        1,
        role,
        agents.role(role, "openai/gpt").orElseThrow().hash(),
        TextNode.valueOf("notes"),
        List.of(),
        Instant.now().plusSeconds(60),
        "");
  }

  @Test
  void an_agent_is_reached_by_role_and_id_and_answers_again_after_it_left_memory() {
    agents.prepare("openai/gpt").toCompletableFuture().join();
    model.says("DRAFT");
    var supervisor = kit.createTestProbe(AgentReply.class);
    var agent = new AgentId("default", "0b8f", 1);
    var assign = new Assign(assignment("bench-writer", agent), supervisor.ref());

    agents.tell("bench-writer", agent, assign);
    supervisor.expectMessageClass(AgentReply.Working.class, Duration.ofSeconds(10));
    var returned = supervisor.expectMessageClass(AgentReply.Returned.class);
    awaitNobodyIn("bench-writer");
    agents.tell("bench-writer", agent, assign);

    assertThat(supervisor.expectMessageClass(AgentReply.Returned.class)).isEqualTo(returned);
    assertThat(model.calls()).hasSize(1);
    assertThat(model.calls().getFirst().role().model()).isEqualTo("openai/gpt");
  }

  private void awaitNobodyIn(String role) {
    var key = EntityTypeKey.create(AgentCommand.class, role);
    var state = kit.createTestProbe(ShardRegion.CurrentShardRegionState.class);
    state.awaitAssert(
        Duration.ofSeconds(5),
        () -> {
          ClusterSharding.get(kit.system())
              .shardState()
              .tell(new GetShardRegionState(key, state.ref()));
          var shards = state.receiveMessage().getShards();
          assertThat(shards).allSatisfy(shard -> assertThat(shard.getEntityIds()).isEmpty());
          return shards;
        });
  }

  @Test
  void an_unknown_role_is_no_role() {
    assertThat(agents.role("nobody")).isEmpty();
    assertThat(agents.role("writer").orElseThrow().role().model()).isEqualTo("offline");
  }
}
