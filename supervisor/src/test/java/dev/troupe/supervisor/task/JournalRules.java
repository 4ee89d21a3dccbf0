package dev.troupe.supervisor.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.task.TaskEvent.AssignmentCancelled;
import dev.troupe.supervisor.task.TaskEvent.StateExited;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import dev.troupe.supervisor.task.TaskEvent.StepSubmitted;
import dev.troupe.supervisor.task.TaskEvent.TaskEnded;
import dev.troupe.supervisor.task.TaskEvent.TaskForked;
import dev.troupe.supervisor.task.TaskEvent.TaskRedriven;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds of every task's journal, whatever its machine: its steps and its end. */
final class JournalRules {
  /** One try at an assignment. */
  private record Attempt(int assignment, int attempt) {}

  private final JsonNode definition;
  private final Map<Integer, StepAssigned> open = new HashMap<>();
  private final Map<Integer, Integer> attempts = new HashMap<>();
  private final Set<Attempt> submitted = new HashSet<>();
  private final Set<Integer> returned = new HashSet<>();
  private final Map<Integer, Integer> returnedIn = new HashMap<>();
  private final Set<Integer> done = new HashSet<>();
  private final List<Attempt> cancelled = new ArrayList<>();

  JournalRules(JsonNode definition) {
    this.definition = definition;
  }

  /**
   * @param ended the task that these events fold to
   */
  void check(List<TaskEvent> events, Task ended) {
    assertThat(events.getFirst()).isInstanceOf(TaskEvent.TaskSubmitted.class);
    var frames = new FrameRules(definition, open);
    for (var event : events) {
      step(event);
      frames.next(event);
    }
    end(events, ended);
  }

  private void step(TaskEvent event) {
    switch (event) {
      case StepAssigned assigned -> {
        assertThat(done).as("what succeeded").doesNotContain(assigned.assignment());
        var attempt = attempts.merge(assigned.assignment(), 1, Integer::sum);
        assertThat(assigned.attempt()).as("the attempt of %s", assigned).isEqualTo(attempt);
        assertThat(open.put(assigned.assignment(), assigned)).as("open twice").isNull();
      }
      case StepSubmitted begun -> {
        isOpen(begun.assignment(), begun.attempt());
        assertThat(submitted.add(new Attempt(begun.assignment(), begun.attempt()))).isTrue();
      }
      case StepReturned answer -> {
        isOpen(answer.assignment(), answer.attempt());
        assertThat(returned.add(answer.assignment())).as("a first answer, %s", answer).isTrue();
        var assigned = requireNonNull(open.remove(answer.assignment()));
        returnedIn.put(assigned.frame(), answer.assignment());
      }
      case StepFailed failed -> {
        isOpen(failed.assignment(), failed.attempt());
        open.remove(failed.assignment());
      }
      case AssignmentCancelled gone -> {
        var assigned = open.remove(gone.assignment());
        assertThat(assigned).as("cancelled by %s", gone).isNotNull();
        cancelled.add(attempt(requireNonNull(assigned)));
      }
      case StateExited exited -> {
        var answered = returnedIn.remove(exited.frame());
        if (answered != null) {
          done.add(answered);
        }
      }
      case TaskEnded _ -> cancelWhatIsOpen();
      // A step whose answer was of no use to its state is given out again.
      case TaskRedriven _ -> {
        open.clear();
        returned.clear();
        returnedIn.clear();
      }
      case TaskForked _ -> {
        assertThat(open).as("work of another task").isEmpty();
        cancelled.clear();
      }
      default -> {}
    }
  }

  private static Attempt attempt(StepAssigned assigned) {
    return new Attempt(assigned.assignment(), assigned.attempt());
  }

  private void cancelWhatIsOpen() {
    open.values().stream()
        .map(JournalRules::attempt)
        .filter(attempt -> !submitted.contains(attempt))
        .forEach(cancelled::add);
  }

  private void isOpen(int assignment, int attempt) {
    var assigned = open.get(assignment);
    if (assigned == null || assigned.attempt() != attempt) {
      throw new AssertionError("Attempt %d of %d is not open".formatted(attempt, assignment));
    }
  }

  /** One end of each run, and nothing behind it. */
  private void end(List<TaskEvent> events, Task task) {
    for (var index = 0; index < events.size(); index++) {
      var isLast = index == events.size() - 1 || events.get(index + 1) instanceof TaskRedriven;
      assertThat(events.get(index) instanceof TaskEnded)
          .as("event %d, %s, is an end", index + 1, events.get(index))
          .isEqualTo(isLast);
    }
    assertThat(((Ended) task).cancelling())
        .extracting(work -> new Attempt(work.assignment(), work.attempt()))
        .as("whose agents have to be told to stop")
        .containsExactlyInAnyOrderElementsOf(cancelled);
  }
}
