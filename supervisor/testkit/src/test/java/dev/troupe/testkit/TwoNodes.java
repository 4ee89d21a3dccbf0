package dev.troupe.testkit;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Agents;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.agents.agent.AgentSystem;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.tool.Tools;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.Stores;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.Tasks;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.cluster.Cluster;

/**
 * Two nodes of one cluster in one process. Each keeps the journals of what it hosts, and what it
 * hosts stays where it is; tables are those of the first.
 */
final class TwoNodes implements AutoCloseable {
  private static final String STAYS = "pekko.cluster.sharding.rebalance-interval = 1 hour\n";

  final Agents firstAgents;
  final Agents secondAgents;
  final Tasks tasks;
  private final Node first;
  private final Node second;

  /**
   * @param models the model of a node, by its agents' shared knowledge
   */
  TwoNodes(String settings, Function<String, ModelGateway> models) {
    first = node(STAYS + settings);
    second =
        node(
            STAYS
                + "pekko.cluster.seed-nodes = [\"%s\"]\n"
                    .formatted(Cluster.get(first.system()).selfAddress())
                + settings);
    var store = Stores.get(first.system());
    firstAgents = agents(first, "first", models, store);
    secondAgents = agents(second, "second", models, store);
    tasks = tasks(first, firstAgents, store);
    var _ = tasks(second, secondAgents, store);
  }

  private static Node node(String settings) {
    return result(Node.start(NodeConfiguration.load(ConfigFactory.parseString(settings), null)));
  }

  private static Agents agents(
      Node node, String name, Function<String, ModelGateway> models, Store store) {
    var agents =
        AgentSystem.start(
            node.system(),
            AgentSettings.of(node.system().settings().config()),
            models.apply(name),
            new FixedKnowledge(List.of(passage(name))),
            Functions.NONE,
            Tools.NONE,
            store,
            InstantSource.system());
    result(agents.prepare(null));
    return agents;
  }

  /** Each finds another document, so that it can be seen who has read it. */
  private static Passage passage(String node) {
    return new Passage(
        "p-" + node,
        "default",
        "library-of-%s.md".formatted(node),
        null,
        0,
        Passage.Kind.PROSE,
        "Water is wet.",
        List.of("Water is wet."),
        null);
  }

  private static Tasks tasks(Node node, Agents agents, Store store) {
    return Tasks.start(
        node.system(), TaskSettings.from(node.system().settings().config()), agents, store);
  }

  static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    result(second.stop());
    result(first.stop());
  }
}
