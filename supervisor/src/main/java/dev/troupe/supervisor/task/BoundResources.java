package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.supervisor.PlanSettings;
import dev.troupe.supervisor.ResourceBinding;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has a name of its own here, and whatever names the configuration binds to it.
 *
 * @param planned what a workflow may use that came up in a task
 */
public record BoundResources(Resources own, List<ResourceBinding> bindings, PlanSettings planned)
    implements Resources {
  private static final String CALLBACK = ".waitForTaskToken";

  @Override
  public Optional<PinnedRole> role(String name, @Nullable String model) {
    return own.role(name, model);
  }

  @Override
  public Optional<Workflow> workflow(String name) {
    return own.workflow(name);
  }

  @Override
  public boolean hasFunction(String name) {
    return own.hasFunction(name);
  }

  @Override
  public boolean hasToolStep(String name) {
    return own.hasToolStep(name);
  }

  @Override
  public boolean changes(String tool) {
    return own.changes(tool);
  }

  @Override
  public Optional<Binding> bound(String resource, @Nullable String model) {
    var named = withoutSuffix(resource);
    var found = own.bound(named, model);
    var binding = found.isPresent() ? found : own.bound(meant(resource), model);
    return binding.map(bound ->
        bound instanceof Binding.ByWorkflow(var name, var hash) && Execution.isCalledBy(resource)
            ? new Binding.ByExecution(name, hash)
            : bound);
  }

  /** The first entry that fits. */
  @Override
  public String meant(String resource) {
    return bindings.stream()
        .filter(binding -> binding.fits(resource))
        .map(ResourceBinding::bind)
        .findFirst()
        .orElse(resource);
  }

  private static String withoutSuffix(String resource) {
    return resource.endsWith(CALLBACK)
        ? resource.substring(0, resource.length() - CALLBACK.length())
        : resource;
  }
}
