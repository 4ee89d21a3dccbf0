package dev.troupe.supervisor.task;

import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.SharedKnowledge;
import java.util.List;

/**
 * Shows all nodes what a task has gathered. The journal has it first; what is lost on the way is
 * shown again when the task is read again.
 */
final class Showing {
  private final TaskId id;
  private final SharedKnowledge shared;

  Showing(TaskId id, SharedKnowledge shared) {
    this.id = id;
    this.shared = shared;
  }

  /**
   * Nobody is shown anything where no agent is at work; when one is again, nodes may have forgotten
   * all of it.
   */
  void wrote(Task before, Task after) {
    if (after instanceof Running running) {
      if (before instanceof Running earlier && hasAgents(earlier)) {
        show(news(earlier.gathered(), running), running);
      } else {
        again(running);
      }
    }
  }

  private List<Entry> news(Gathered before, Running after) {
    if (before.equals(after.gathered())) {
      return List.of();
    }
    var known = before.entries(id.key());
    return after.gathered().entries(id.key()).stream()
        .filter(entry -> !known.contains(entry))
        .toList();
  }

  /** After a restart. */
  void again(Running running) {
    if (!running.gathered().isNothing()) {
      show(running.gathered().entries(id.key()), running);
    }
  }

  private void show(List<Entry> entries, Running running) {
    if (!entries.isEmpty() && hasAgents(running)) {
      shared.remind(entries);
    }
  }

  private static boolean hasAgents(Running running) {
    return running.openWork().anyMatch(Work::isForAgent);
  }

  /** What was to be forgotten a while after the end is needed again. */
  void redriven(Running running) {
    shared.goesOn(id.key());
    again(running);
  }

  void ended(Ended ended) {
    if (ended.last().progress().agentsInAll() > 0) {
      shared.forget(id.key());
    }
  }
}
