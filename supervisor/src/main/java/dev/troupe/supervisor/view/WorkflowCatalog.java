package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.agents.Role;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.Tasks.WorkflowSummary;
import dev.troupe.supervisor.task.BoundResources;
import dev.troupe.supervisor.task.Resources;
import dev.troupe.supervisor.task.WorkflowNames;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workflows that a task can name, and the check of others; needs no node. */
public final class WorkflowCatalog {
  private final WorkflowRegistry registry;

  WorkflowCatalog(WorkflowRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param roles those that are configured, by name
   * @param settings say what other resources are bound to
   */
  public static WorkflowCatalog of(Map<String, Role> roles, TaskSettings settings) {
    var names = new WorkflowNames();
    var registry =
        new WorkflowRegistry(
            new BoundResources(new Configured(roles, names), settings.resources()));
    names.keptBy(registry::named);
    return new WorkflowCatalog(registry);
  }

  /** Whether something is there is all that is asked; it is pinned where a task begins. */
  private record Configured(Map<String, Role> roles, WorkflowNames names) implements Resources {
    @Override
    public Optional<PinnedRole> role(String name, @Nullable String model) {
      return Optional.ofNullable(roles.get(name)).map(role -> new PinnedRole("", role));
    }

    @Override
    public Optional<Workflow> workflow(String name) {
      return names.named(name);
    }
  }

  public List<WorkflowSummary> workflows() {
    return registry.all().entrySet().stream()
        .map(named ->
            new WorkflowSummary(
                named.getKey(), named.getValue().hash(), named.getValue().comment()))
        .toList();
  }

  public Optional<JsonNode> workflow(String name) {
    return registry.named(name).map(workflow -> workflow.definition().deepCopy());
  }

  /** Every fault of a definition; empty means that it can run here. */
  public List<Fault> validate(String definition) {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound(var workflow) -> registry.unbound(workflow, null);
      case Reading.Faulty(var faults) ->
          faults.stream().map(fault -> new Fault(fault.pointer(), fault.detail())).toList();
    };
  }
}
