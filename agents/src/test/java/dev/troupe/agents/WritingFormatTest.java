package dev.troupe.agents;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Watchers and agents need not be on the same node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WritingFormatTest {
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(NodeConfiguration.load(ConfigFactory.empty(), null)));

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @Test
  void what_watchers_and_agents_tell_each_other_crosses_the_wire_unchanged() {
    var call = new Writing.Call(3, 2, "writer", 1);
    Stream.of(
            new Writing.Delta(call, Writing.Kind.MARKDOWN, 7, "Tür 🌍"),
            new Writing.Reset(call, "It broke off."),
            new AgentCommand.Watch(kit.<Writing>createTestProbe().ref()))
        .forEach(
            message -> new SerializationTestKit(kit.system()).verifySerialization(message, true));
  }
}
