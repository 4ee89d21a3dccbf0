package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.TaskSettings;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What every supervisor on a node shares. */
public record Hosting(
    TaskSettings settings,
    Agents agents,
    WakeUpIndex wakeUps,
    Workflows workflows,
    WorkflowNames names,
    InstantSource clock,
    LongSupplier seeds,
    Histories histories) {

  /** Where no task is forked. */
  public Hosting(
      TaskSettings settings,
      Agents agents,
      WakeUpIndex wakeUps,
      Workflows workflows,
      WorkflowNames names,
      InstantSource clock,
      LongSupplier seeds) {
    this(settings, agents, wakeUps, workflows, names, clock, seeds, Histories.NONE);
  }

  public Resources resources(String tenant) {
    return new BoundResources(
        new OwnResources(agents, names, tenant), settings.resources(), settings.plannable());
  }
}
