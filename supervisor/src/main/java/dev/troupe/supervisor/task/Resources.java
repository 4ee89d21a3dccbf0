package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents.PinnedRole;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who does the work that a Task state's {@code Resource} names. */
@FunctionalInterface
public interface Resources {
  String AGENT = "agent:";

  /**
   * @param model replaces the role's own, or null
   */
  Optional<PinnedRole> role(String name, @Nullable String model);

  /** Why a step cannot be given out, for the person whose task it is. */
  default String absence(String resource) {
    return "Nothing is bound to '%s' any more; configure the role, then submit the task again."
        .formatted(resource);
  }

  /** Empty if nothing is bound to the resource. */
  default Optional<PinnedRole> bound(String resource, @Nullable String model) {
    return resource.startsWith(AGENT)
        ? role(resource.substring(AGENT.length()), model)
        : Optional.empty();
  }
}
