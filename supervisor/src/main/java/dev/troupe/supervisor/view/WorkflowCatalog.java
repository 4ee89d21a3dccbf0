package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.agents.Role;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.ReadTables;
import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.NamedWorkflows.Named;
import dev.troupe.supervisor.NamedWorkflows.Summary;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.WorkflowSettings;
import dev.troupe.supervisor.task.BoundResources;
import dev.troupe.supervisor.task.Resources;
import dev.troupe.supervisor.task.WorkflowNames;
import dev.troupe.supervisor.task.Workflows;
import dev.troupe.supervisor.workflow.DefinitionText;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The workflows that a task can name, and the check of others; needs no node. */
public final class WorkflowCatalog {
  private final WorkflowRegistry registry;

  WorkflowCatalog(WorkflowRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param roles those that are configured, by name
   * @param functions the names of those that are bound
   * @param settings say what other resources are bound to
   * @throws IllegalArgumentException naming what is wrong with which file of the folder
   */
  public static WorkflowCatalog of(
      Map<String, Role> roles,
      Set<String> functions,
      TaskSettings settings,
      WorkflowSettings workflows) {
    return of(roles, functions, _ -> false, settings, workflows);
  }

  /**
   * The same with tools.
   *
   * @param tools whether one of this name can be a step
   */
  public static WorkflowCatalog of(
      Map<String, Role> roles,
      Set<String> functions,
      Predicate<String> tools,
      TaskSettings settings,
      WorkflowSettings workflows) {
    var names = new WorkflowNames();
    var registry =
        new WorkflowRegistry(
            ProvidedWorkflows.of(workflows),
            tenant ->
                new BoundResources(
                    new Configured(roles, functions, tools, names, tenant),
                    settings.resources(),
                    settings.planned()));
    names.keptBy(registry::named);
    registry.requireBoundFiles();
    return new WorkflowCatalog(registry);
  }

  /** Whether something is there is all that is asked; it is pinned where a task begins. */
  private record Configured(
      Map<String, Role> roles,
      Set<String> functions,
      Predicate<String> tools,
      WorkflowNames names,
      String tenant)
      implements Resources {
    @Override
    public Optional<PinnedRole> role(String name, @Nullable String model) {
      return Optional.ofNullable(roles.get(name)).map(role -> new PinnedRole("", role));
    }

    @Override
    public boolean hasFunction(String name) {
      return functions.contains(name);
    }

    @Override
    public boolean hasToolStep(String name) {
      return tools.test(name);
    }

    @Override
    public Optional<Workflow> workflow(String name) {
      return names.named(tenant, name);
    }
  }

  /** The same with what clients have stored. */
  public WorkflowCatalog with(ReadTables tables) {
    for (var row : tables.rows(Workflows.TABLE, WorkflowTable.PARTITION)) {
      var entry = WorkflowTable.Entry.of(row);
      tables
          .get(Workflows.TABLE, Workflows.DEFINITIONS, entry.hash())
          .map(definition -> WorkflowReader.reread(definition.utf8String()))
          .ifPresent(reading -> {
            if (reading instanceof Reading.Sound(var workflow)) {
              registry.keep(
                  entry.tenant(), new NamedWorkflow(entry.name(), workflow, NamedWorkflows.STORED));
            }
          });
    }
    return this;
  }

  public List<Summary> list(String tenant) {
    return registry.all(tenant).values().stream().map(NamedWorkflow::summary).toList();
  }

  public Optional<Named> find(String tenant, String name) {
    return registry.find(tenant, name).map(NamedWorkflow::shown);
  }

  /** A definition that tables hold under its hash, with a name or without. */
  public static Optional<Named> byHash(ReadTables tables, String hash) {
    return tables
        .get(Workflows.TABLE, Workflows.DEFINITIONS, hash)
        .map(definition -> byHash(hash, Json.parse(definition.utf8String())));
  }

  static Named byHash(String hash, JsonNode definition) {
    var comment = definition.path("Comment").asText("");
    return new Named(new Summary(hash, hash, comment, NamedWorkflows.BY_HASH), definition);
  }

  /** Every fault of a definition; empty means that it can run here. */
  public List<Fault> validate(String tenant, String definition) {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound(var workflow) -> registry.unbound(tenant, workflow, null);
      case Reading.Faulty(var faults) -> shown(faults);
    };
  }

  /** Every fault against the language, whoever its resources are. */
  public static List<Fault> validateLanguage(String definition) {
    return switch (WorkflowReader.read(DefinitionText.parse(definition))) {
      case Reading.Sound _ -> List.of();
      case Reading.Faulty(var faults) -> shown(faults);
    };
  }

  static List<Fault> shown(List<dev.troupe.supervisor.workflow.Fault> faults) {
    return faults.stream().map(fault -> new Fault(fault.pointer(), fault.detail())).toList();
  }
}
