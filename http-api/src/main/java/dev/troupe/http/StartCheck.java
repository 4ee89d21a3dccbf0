package dev.troupe.http;

import com.typesafe.config.Config;
import dev.troupe.agents.BudgetBlock;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.agents.function.FunctionSettings;
import dev.troupe.agents.knowledge.local.KnowledgeSettings;
import dev.troupe.agents.model.ModelSettings;
import dev.troupe.agents.model.budget.BudgetSettings;
import dev.troupe.agents.model.cache.CacheSettings;
import dev.troupe.agents.model.price.PriceFile;
import dev.troupe.agents.tool.mcp.McpServers;
import dev.troupe.agents.tool.web.WebTools;
import dev.troupe.http.telemetry.TelemetrySettings;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.WorkflowSettings;
import dev.troupe.supervisor.view.WorkflowCatalog;

/** Reads a configuration as a start does, and finds what a start would only trip over later. */
public final class StartCheck {
  private StartCheck() {}

  /**
   * @throws IllegalArgumentException naming the first setting that cannot be used
   * @throws com.typesafe.config.ConfigException for a value of the wrong type
   */
  public static void require(Config config) {
    HttpSettings.of(config);
    TelemetrySettings.of(config);
    Logging.Format.of(config);
    KnowledgeSettings.of(config);
    FunctionSettings.of(config);
    McpServers.of(config);
    WebTools.check(config);
    CacheSettings.of(config);
    PriceFile.read(config);
    BudgetSettings.of(config);
    BudgetBlock.ofTasks(config);
    try (Plugins plugins = Plugins.of(config)) {
      Config whole = plugins.configured(config);
      AgentSettings agents = AgentSettings.of(whole);
      requireModels(agents, ModelSettings.of(whole));
      KnownTools tools = KnownTools.of(config, plugins);
      agents.requireTools(tools.tools(), tools::mayCome);
      catalog(whole, agents, plugins, tools);
    }
  }

  /** The workflows that a start with this configuration would have, checked against all of it. */
  public static WorkflowCatalog catalog(Config config) {
    try (Plugins plugins = Plugins.of(config)) {
      Config whole = plugins.configured(config);
      return catalog(whole, AgentSettings.of(whole), plugins, KnownTools.of(config, plugins));
    }
  }

  private static WorkflowCatalog catalog(
      Config whole, AgentSettings agents, Plugins plugins, KnownTools tools) {
    return WorkflowCatalog.of(
        agents.roles(),
        plugins.functions().names(),
        tools::canBeStep,
        TaskSettings.from(whole),
        WorkflowSettings.from(whole));
  }

  /** A role that asks an unknown provider would fail at its first step, in the middle of a task. */
  static void requireModels(AgentSettings agents, ModelSettings models) {
    agents.roles().forEach((name, role) -> requireModels("troupe.roles." + name, role, models));
  }

  private static void requireModels(String path, Role role, ModelSettings models) {
    requireModel(path + ".model", role.model(), models);
    role.fallbacks().forEach(model -> requireModel(path + ".fallbacks", model, models));
    for (var turn : Role.Turn.values()) {
      requireModel(path + ".models", role.forTurn(turn).model(), models);
    }
  }

  private static void requireModel(String path, String model, ModelSettings models) {
    models
        .faultOfModel(model)
        .ifPresent(fault -> {
          throw new IllegalArgumentException("%s is \"%s\": %s".formatted(path, model, fault));
        });
  }
}
