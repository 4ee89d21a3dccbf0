package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.task.TaskEvent.AssignmentCancelled;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import dev.troupe.supervisor.task.TaskEvent.StepSubmitted;
import dev.troupe.supervisor.task.TaskEvent.TaskEnded;
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
  private final Set<Integer> cancelled = new HashSet<>();

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
        open.remove(answer.assignment());
      }
      case StepFailed failed -> {
        isOpen(failed.assignment(), failed.attempt());
        open.remove(failed.assignment());
      }
      case AssignmentCancelled gone -> {
        assertThat(open.remove(gone.assignment())).as("cancelled by %s", gone).isNotNull();
        cancelled.add(gone.assignment());
      }
      default -> {}
    }
  }

  private void isOpen(int assignment, int attempt) {
    var assigned = open.get(assignment);
    if (assigned == null || assigned.attempt() != attempt) {
      throw new AssertionError("Attempt %d of %d is not open".formatted(attempt, assignment));
    }
  }

  private void end(List<TaskEvent> events, Task task) {
    var ends = events.stream().filter(TaskEnded.class::isInstance).toList();
    assertThat(ends).hasSize(1);
    assertThat(events.getLast()).as("nothing behind the end").isEqualTo(ends.getFirst());
    open.values().stream()
        .filter(work -> !submitted.contains(new Attempt(work.assignment(), work.attempt())))
        .forEach(work -> cancelled.add(work.assignment()));
    assertThat(((Ended) task).cancelling())
        .extracting(Work::assignment)
        .as("whose agents have to be told to stop")
        .containsExactlyInAnyOrderElementsOf(cancelled);
  }
}
