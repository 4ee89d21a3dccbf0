package dev.troupe.supervisor.view;

import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.task.CallEvent.AgentCalled;
import dev.troupe.supervisor.task.HashedId;
import dev.troupe.supervisor.task.TaskEvent.ChildStarted;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.TaskForked;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.Work;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Whose journals belong to a task's, as its events tell. */
final class Relatives {
  private static final int FIRST_ATTEMPT = 1;

  private final TaskId id;
  private final TreeMap<Integer, String> agents = new TreeMap<>();
  private final Set<TaskId> steps = new LinkedHashSet<>();
  private final Set<TaskId> origins = new LinkedHashSet<>();

  Relatives(TaskId id) {
    this.id = id;
  }

  void see(StoredEvent stored) {
    switch (stored.event()) {
      case StepAssigned assigned when Work.isForWorkflow(assigned.role()) ->
          steps.add(HashedId.ofChild(id, assigned.assignment(), assigned.attempt()));
      case StepAssigned assigned when Work.isForOthers(assigned.role()) -> {}
      case StepAssigned assigned -> add(assigned.agent(), assigned.role());
      case AgentCalled called -> add(called.agent(), called.role());
      case ChildStarted child -> steps.add(HashedId.ofChild(id, child.assignment(), FIRST_ATTEMPT));
      // Its agents read there what they have lived through.
      case TaskForked forked -> origins.add(new TaskId(id.tenant(), forked.from()));
      default -> {}
    }
  }

  private void add(int agent, String role) {
    agents.putIfAbsent(agent, Export.journalOf(id, role, agent));
  }

  /** Persistence ids, by the agents' numbers. */
  Collection<String> agents() {
    return agents.values();
  }

  /** Tasks that are steps of it, and those that it was forked from. */
  Collection<TaskId> tasks() {
    var tasks = new LinkedHashSet<>(steps);
    tasks.addAll(origins);
    return List.copyOf(tasks);
  }

  /** Tasks that are steps of it, and of no other. */
  Collection<TaskId> steps() {
    return List.copyOf(steps);
  }
}
