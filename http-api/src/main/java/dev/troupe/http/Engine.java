package dev.troupe.http;

import com.typesafe.config.Config;
import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.cluster.Node;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.embedded.EmbeddedStore;
import dev.troupe.supervisor.Tasks;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;

/** Everything that works in one process, wired: node, store, knowledge, models, agents, tasks. */
public final class Engine implements AutoCloseable {
  private final Node node;
  private final Tasks tasks;
  private final Api api;
  private final Materializer materializer;
  private volatile boolean takesWork = true;

  private Engine(Node node, Tasks tasks, KnowledgeLibrary knowledge) {
    this.node = node;
    this.tasks = tasks;
    this.materializer = Materializer.createMaterializer(node.system());
    HttpSettings settings = HttpSettings.of(node.system().settings().config());
    this.api = Api.of(tasks, knowledge, () -> takesWork, settings, materializer);
  }

  static Engine of(Node node, Tasks tasks, KnowledgeLibrary knowledge) {
    return new Engine(node, tasks, knowledge);
  }

  public static Engine start(Config config) {
    Node node = Node.start(config).toCompletableFuture().join();
    Stores.get(node.system());
    throw new IllegalStateException("no supervisor in this build yet");
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
    EmbeddedStore.get(node.system()).announce(url);
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
