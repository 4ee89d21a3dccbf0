package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.supervisor.ResourceBinding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Roles by their own names, and whatever names the configuration binds to them. */
public record BoundResources(Resources roles, List<ResourceBinding> bindings) implements Resources {
  private static final String CALLBACK = ".waitForTaskToken";

  @Override
  public Optional<PinnedRole> role(String name, @Nullable String model) {
    return roles.role(name, model);
  }

  @Override
  public Optional<PinnedRole> bound(String resource, @Nullable String model) {
    var named = resource.startsWith(AGENT) ? resource : bound(resource);
    return roles.bound(withoutSuffix(named), model);
  }

  /** As the configuration says, the first that fits; else as it is. */
  private String bound(String resource) {
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
