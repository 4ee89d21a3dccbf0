package dev.troupe.supervisor.task;

import dev.troupe.agents.TaskMessage;
import dev.troupe.supervisor.task.TaskEvent.MessageGiven;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task's agents were told from outside, oldest first.
 *
 * @param given no more than {@link #AT_MOST}: all of them travel with what they are for
 */
record Messages(List<Given> given) {
  static final int AT_MOST = 32;
  static final Messages NONE = new Messages(List.of());

  /**
   * @param to a role, or an assignment's number; null for whoever is at work
   * @param assignments that it is for; empty until there is one
   */
  record Given(String id, String text, @Nullable String to, List<Integer> assignments) {

    private boolean isFor(Work work) {
      return assignments.isEmpty()
          && !Work.isForOthers(work.role())
          && (to == null || to.equals(work.role()));
    }

    private Given with(int assignment) {
      return new Given(id, text, to, List.of(assignment));
    }
  }

  Messages with(MessageGiven event) {
    var one = new Given(event.message(), event.text(), event.to(), event.assignments());
    return new Messages(Stream.concat(given.stream(), Stream.of(one)).toList());
  }

  /** Whatever waited for such work is for it. */
  Messages assigned(Work work) {
    return given.stream().noneMatch(each -> each.isFor(work))
        ? this
        : new Messages(
            given.stream()
                .map(each -> each.isFor(work) ? each.with(work.assignment()) : each)
                .toList());
  }

  Optional<Given> find(String id) {
    return given.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  boolean areFull() {
    return given.size() >= AT_MOST;
  }

  List<TaskMessage> of(Work work) {
    return given.stream()
        .filter(each -> each.assignments().contains(work.assignment()))
        .map(each -> new TaskMessage(each.id(), each.text()))
        .toList();
  }

  /** The assignments at work that a message is for now. */
  static List<Integer> recipients(Running task, @Nullable String to) {
    return List.copyOf(
        new TreeSet<>(
            task.openWork()
                .filter(work -> !Work.isForOthers(work.role()))
                .filter(work ->
                    to == null
                        || to.equals(work.role())
                        || to.equals(Integer.toString(work.assignment())))
                .map(Work::assignment)
                .toList()));
  }
}
