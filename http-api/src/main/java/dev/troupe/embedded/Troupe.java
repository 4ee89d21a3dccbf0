package dev.troupe.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.tool.Tools;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.http.Engine;
import dev.troupe.http.UnknownSettings;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.NamedWorkflows.PutReply;
import dev.troupe.supervisor.Tasks;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.util.ArrayList;
import java.util.List;

/**
 * The engine inside another program: tasks on the embedded store, without HTTP. One engine at a
 * time holds a data directory.
 *
 * <pre>{@code
 * try (Tasks tasks = Troupe.with(config).workflow(orders).start()) {
 *   tasks.submit(orders.submission("Order 17", order));
 * }
 * }</pre>
 */
public final class Troupe {
  /** Whose workflows are registered, and whose tasks {@link Workflow#submission} makes. */
  public static final String TENANT = "default";

  private static final String DIRECTORY = "troupe.store.directory";

  private final Config config;
  private final List<Workflow> workflows = new ArrayList<>();
  private Functions functions = Functions.NONE;
  private Tools tools = Tools.NONE;

  private Troupe(Config config) {
    this.config = config;
  }

  /**
   * Starts an engine and wakes what an earlier one left; {@link Tasks#close} ends it.
   *
   * @param config the settings that are to differ from the defaults; {@code troupe.store.directory}
   *     is required. What {@code ConfigFactory.load()} returns is too much: hand in a file of your
   *     own, {@code ConfigFactory.parseResources("troupe.conf")}
   * @throws IllegalArgumentException naming the setting that cannot be used
   * @throws dev.troupe.persistence.StoreFailure if the data directory is held or cannot be used
   */
  public static Tasks start(Config config) {
    return with(config).start();
  }

  /** An engine that knows more than its settings: functions, tools, workflows in Java. */
  public static Troupe with(Config config) {
    return new Troupe(config);
  }

  /** Binds the resources {@code java:NAME}. */
  public Troupe functions(Functions more) {
    functions = functions.and(more);
    return this;
  }

  /** What roles may list under {@code tools}, and the resources {@code tool:NAME} call. */
  public Troupe tools(Tools more) {
    tools = tools.and(more);
    return this;
  }

  /**
   * Binds its functions, and registers it under its name when the engine starts; a task that began
   * by another version of it keeps that. One that another calls comes first.
   */
  public Troupe workflow(Workflow workflow) {
    workflows.add(workflow);
    return functions(workflow.functions());
  }

  /** As {@link #start(Config)}. */
  public Tasks start() {
    var engine = Engine.start(configuration(), functions, tools);
    try {
      workflows.forEach(workflow -> register(engine.tasks(), workflow));
    } catch (RuntimeException refused) {
      engine.close();
      throw refused;
    }
    engine.tasks().wakeOldTasks();
    return engine.tasks();
  }

  private Config configuration() {
    if (config.hasPath("pekko.version")) {
      throw new IllegalArgumentException(
          "The configuration holds the defaults of libraries too; hand in your own settings only, as ConfigFactory.parseResources reads them, not ConfigFactory.load()");
    }
    if (!config.hasPath(DIRECTORY)) {
      throw new IllegalArgumentException(
          DIRECTORY
              + " is missing: say where the tasks are kept, or \"\" to forget them at the end");
    }
    var own = ConfigFactory.empty().withFallback(config.withOnlyPath("troupe"));
    var unknown = UnknownSettings.of(own, NodeConfiguration.known());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", unknown));
    }
    return NodeConfiguration.load(config, null);
  }

  private static void register(Tasks tasks, Workflow workflow) {
    var definition = DefinitionText.parse(Json.write(workflow.definition()));
    var name = workflow.name();
    switch (tasks.workflows().put(TENANT, name, definition).toCompletableFuture().join()) {
      case PutReply.Stored _ -> {}
      case PutReply.Invalid(var faults) -> throw refused(name, faults.toString());
      case PutReply.UnusableName(var reason) -> throw refused(name, reason);
      case PutReply.Provided(var summary) ->
          throw refused(name, "the name belongs to a workflow that is " + summary.source());
      case PutReply.TooMany(var atMost) ->
          throw refused(name, "%d are stored, which is the most".formatted(atMost));
    }
  }

  private static IllegalArgumentException refused(String name, String why) {
    return new IllegalArgumentException(
        "The workflow '%s' cannot be registered: %s".formatted(name, why));
  }
}
