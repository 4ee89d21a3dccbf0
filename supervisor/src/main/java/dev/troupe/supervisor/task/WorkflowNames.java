package dev.troupe.supervisor.task;

import dev.troupe.supervisor.workflow.Workflow;
import java.util.Optional;
import java.util.function.Function;

/** Workflows by the names that steps call them by; whoever keeps the names comes later. */
public final class WorkflowNames {
  private volatile Function<String, Optional<Workflow>> keeper = _ -> Optional.empty();

  public void keptBy(Function<String, Optional<Workflow>> registry) {
    keeper = registry;
  }

  public Optional<Workflow> named(String name) {
    return keeper.apply(name);
  }
}
