package dev.troupe.http;

import com.typesafe.config.Config;
import dev.troupe.agents.Agents;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.agents.agent.AgentSystem;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelGateways;
import dev.troupe.agents.model.ModelSettings;
import dev.troupe.agents.model.budget.BudgetMeter;
import dev.troupe.agents.model.budget.BudgetSettings;
import dev.troupe.agents.model.budget.BudgetedGateway;
import dev.troupe.agents.model.cache.CacheSettings;
import dev.troupe.agents.model.cache.CachingGateway;
import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.agents.model.offline.OfflineEngine;
import dev.troupe.agents.model.price.PriceFile;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.agents.tool.Tools;
import dev.troupe.cluster.ClusterView;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.StartTimes;
import dev.troupe.http.telemetry.NodeTelemetry;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.archive.HalfImport;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.Tasks;
import dev.troupe.supervisor.view.SupervisorTasks;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;

/** Everything that works in one process, wired: node, store, knowledge, models, agents, tasks. */
public final class Engine implements AutoCloseable {
  private final Node node;
  private final Store store;
  private final Tasks tasks;
  private final Api api;
  private final Materializer materializer;
  private volatile boolean takesWork = true;

  private Engine(
      Node node,
      Store store,
      NodeKnowledge knowledge,
      GatewayMetrics models,
      BudgetMeter budgets,
      Tasks tasks) {
    this.node = node;
    this.store = store;
    this.tasks = tasks;
    this.materializer = Materializer.createMaterializer(node.system());
    HttpSettings settings = HttpSettings.of(node.system().settings().config());
    this.api =
        Api.of(
            tasks,
            knowledge,
            this::readiness,
            () -> ClusterView.of(node.system()),
            models,
            budgets,
            settings,
            materializer);
    // The index's last commit reads the store, which closes with the system.
    closeBehindAgents("close-knowledge", knowledge::close);
  }

  private CompletionStage<Void> readiness() {
    return takesWork
        ? store.ready()
        : CompletableFuture.failedStage(
            new IllegalStateException("The node is stopping and takes no work now."));
  }

  /**
   * An agent that still searches would take a closed index for a failure of its work, and record
   * it; a function, a class that is gone.
   */
  private void closeBehindAgents(String name, Runnable close) {
    CoordinatedShutdown.get(node.system())
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            name,
            () ->
                CompletableFuture.supplyAsync(
                    () -> {
                      close.run();
                      return Done.getInstance();
                    },
                    Thread::startVirtualThread));
  }

  /**
   * Ready for work when it returns. Old tasks sleep until {@link Tasks#wakeOldTasks}.
   *
   * @throws dev.troupe.persistence.StoreFailure if the data directory is held or cannot be used
   * @throws IllegalArgumentException if a setting cannot be used
   */
  public static Engine start(Config config) {
    return start(config, Functions.NONE, Tools.NONE);
  }

  /** The same with what the resources {@code java:NAME} call, and with tools. */
  public static Engine start(Config config, Functions functions, Tools tools) {
    Plugins plugins = Plugins.of(config);
    try {
      return start(
          plugins.configured(config),
          functions.and(plugins.functions()),
          tools.and(plugins.tools()),
          plugins);
    } catch (RuntimeException e) {
      plugins.close();
      throw e;
    }
  }

  private static Engine start(Config config, Functions functions, Tools own, Plugins plugins) {
    Stores.prepare(config);
    ModelSettings models = ModelSettings.of(config);
    AgentSettings roles = AgentSettings.of(config);
    StartCheck.requireModels(roles, models);
    StartTimes.mark("settings read");
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("troupe-workflows")
            .start(() -> SupervisorTasks.readAhead(config));
    // Who is refused the data directory joins nobody, starts no servers and pins none of their
    // tools.
    Node node = joined(config);
    StartTimes.mark("cluster joined");
    try {
      Store store = Stores.get(node.system());
      HalfImport.refuse(store);
      Stores.startJournal(node.system());
      StartTimes.mark("journal begun");
      return start(node, store, config, roles, models, functions, own, plugins);
    } catch (RuntimeException e) {
      node.stop().toCompletableFuture().join();
      throw e;
    }
  }

  private static Node joined(Config config) {
    try {
      return Node.start(config, system -> Stores.get(system).presence())
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Node.NotJoined notJoined ? notJoined : e;
    }
  }

  private static Engine start(
      Node node,
      Store store,
      Config config,
      AgentSettings roles,
      ModelSettings models,
      Functions functions,
      Tools own,
      Plugins plugins) {
    OutsideTools outside = OutsideTools.start(config);
    try {
      Tools tools = own.and(outside.tools());
      roles.requireTools(tools);
      // Before what is told of; the rest is sent when nothing more can happen.
      Runnable sendRest = NodeTelemetry.start(node.system(), config);
      Engine engine = wire(node, store, config, roles, models, functions, tools);
      engine.closeBehindAgents("close-tools", outside::close);
      engine.closeBehindAgents("close-plugins", plugins::close);
      engine.closeBehindAgents("close-telemetry", sendRest);
      return engine;
    } catch (RuntimeException e) {
      outside.close();
      throw e;
    }
  }

  private static Engine wire(
      Node node,
      Store store,
      Config config,
      AgentSettings roles,
      ModelSettings settings,
      Functions functions,
      Tools tools) {
    ActorSystem<Void> system = node.system();
    var knowledge = new NodeKnowledge(store, config);
    var offline = new OfflineEngine(knowledge.sentenceEmbedder(), knowledge);
    Prices prices = PriceFile.read(config);
    BudgetedGateway models =
        BudgetedGateway.start(
            system,
            ModelGateways.create(system, settings, offline::answer, prices),
            BudgetSettings.of(config),
            prices,
            store);
    ModelGateway gateway = CachingGateway.create(models, CacheSettings.of(config));
    StartTimes.mark("knowledge and models wired");
    Agents agents =
        AgentSystem.start(
            system, roles, gateway, knowledge, functions, tools, store, InstantSource.system());
    StartTimes.mark("regions of agents begun");
    agents.prepare(null).toCompletableFuture().join();
    StartTimes.mark("roles stored");
    Tasks tasks = SupervisorTasks.start(system, TaskSettings.from(config), agents, store);
    StartTimes.mark("tasks begun");
    return new Engine(node, store, knowledge, gateway.metrics(), models.meter(), tasks);
  }

  public Tasks tasks() {
    return tasks;
  }

  public Api api() {
    return api;
  }

  public Materializer materializer() {
    return materializer;
  }

  public ActorSystem<Void> system() {
    return node.system();
  }

  /** Tells other processes that look at the data directory where the API is. */
  public void announce(String url) {
    store.announce(url);
  }

  /** Whether the node is no more, by itself or by its cluster: nothing can be asked of it. */
  public boolean hasEnded() {
    return node.system().getWhenTerminated().toCompletableFuture().isDone();
  }

  /** Runs once when it is no more, however that came. */
  public void whenEnded(Runnable action) {
    var _ = node.system().getWhenTerminated().whenComplete((_, _) -> action.run());
  }

  /** Readiness ends before the server does, so that nobody sends more. */
  public void stopTakingWork() {
    takesWork = false;
  }

  @Override
  public void close() {
    stopTakingWork();
    node.stop().toCompletableFuture().join();
  }
}
