package dev.troupe.supervisor.task;

import dev.troupe.supervisor.workflow.Workflow;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Workflows by the names that a tenant's steps call them by; whoever keeps the names comes later.
 */
public final class WorkflowNames {
  private volatile BiFunction<String, String, Optional<Workflow>> keeper =
      (_, _) -> Optional.empty();

  /**
   * @param registry finds a tenant's workflow by its name
   */
  public void keptBy(BiFunction<String, String, Optional<Workflow>> registry) {
    keeper = registry;
  }

  public Optional<Workflow> named(String tenant, String name) {
    return keeper.apply(tenant, name);
  }
}
