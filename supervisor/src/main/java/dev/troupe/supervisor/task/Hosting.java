package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents;
import dev.troupe.agents.telemetry.Telemetry;
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
    Histories histories,
    Telemetry telemetry,
    Admission admission) {

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

  /** Where nobody is told of tasks. */
  public Hosting(
      TaskSettings settings,
      Agents agents,
      WakeUpIndex wakeUps,
      Workflows workflows,
      WorkflowNames names,
      InstantSource clock,
      LongSupplier seeds,
      Histories histories) {
    this(
        settings,
        agents,
        wakeUps,
        workflows,
        names,
        clock,
        seeds,
        histories,
        Telemetry.NONE,
        Admission.of(settings.admission()));
  }

  public Resources resources(String tenant) {
    return new BoundResources(
        new OwnResources(agents, names, tenant), settings.resources(), settings.planned());
  }
}
