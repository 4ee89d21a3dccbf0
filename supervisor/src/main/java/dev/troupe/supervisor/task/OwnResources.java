package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has a name of its own on this node: roles, Java functions, and the workflows of a tenant.
 */
record OwnResources(Agents agents, WorkflowNames names, String tenant) implements Resources {
  @Override
  public Optional<PinnedRole> role(String name, @Nullable String model) {
    return agents.role(name, model);
  }

  @Override
  public Optional<Workflow> workflow(String name) {
    return names.named(tenant, name);
  }

  @Override
  public boolean hasFunction(String name) {
    return agents.hasFunction(name);
  }

  @Override
  public boolean hasToolStep(String name) {
    return agents.hasToolStep(name);
  }

  @Override
  public boolean changes(String tool) {
    return agents.changes(tool);
  }
}
