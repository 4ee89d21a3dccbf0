package dev.troupe.supervisor.view;

import dev.troupe.agents.Agents;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.TaskView.StepUsage;
import dev.troupe.supervisor.task.CallEvent.AgentCallEnded;
import dev.troupe.supervisor.task.CallEvent.AgentCalled;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import dev.troupe.supervisor.task.TaskEvent.StepSubmitted;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What a task's agents had used that were called off before they returned: no event of the task has
 * it, but their journals have.
 */
final class CalledOff {
  /** What one assignment still owed when the task ended, by the task's own events. */
  private record Open(String state, String role, int agent, Set<Integer> attempts) {}

  private final Function<String, CompletionStage<List<StoredEvent>>> journals;
  private final Agents agents;

  /**
   * @param journals a journal's events, by its persistence id
   */
  CalledOff(Function<String, CompletionStage<List<StoredEvent>>> journals, Agents agents) {
    this.journals = journals;
    this.agents = agents;
  }

  /** The same view, with their calls; as it is where the journals cannot be read now. */
  CompletionStage<TaskView> counted(TaskId id, TaskView view) {
    return view.status().ended() && view.hasCalledOff()
        ? journals
            .apply(id.persistenceId())
            .thenCompose(events -> counted(id, view, open(events)))
            .exceptionally(_ -> view)
        : CompletableFuture.completedStage(view);
  }

  private CompletionStage<TaskView> counted(TaskId id, TaskView view, Map<Integer, Open> open) {
    CompletionStage<TaskView> counted = CompletableFuture.completedStage(view);
    for (var entry : open.entrySet()) {
      var work = entry.getValue();
      counted =
          counted.thenCompose(sum ->
              journals
                  .apply(Export.journalOf(id, work.role(), work.agent()))
                  .thenApply(events -> agents.usage(events, entry.getKey(), work.attempts()))
                  .thenApply(usage -> plus(sum, work, usage)));
    }
    return counted;
  }

  private static TaskView plus(TaskView view, Open work, Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return view;
    }
    var steps = new ArrayList<>(view.usageOfSteps());
    var place =
        steps.stream()
            .filter(step -> step.state().equals(work.state()) && step.role().equals(work.role()))
            .findFirst();
    steps.removeIf(step -> Optional.of(step).equals(place));
    steps.add(
        new StepUsage(
            work.state(), work.role(), place.map(StepUsage::usage).orElse(Usage.NONE).plus(usage)));
    return view.with(view.usage().plus(usage), steps);
  }

  /** Agents' work whose end no event tells, by assignment. */
  private static Map<Integer, Open> open(List<StoredEvent> events) {
    var open = new TreeMap<Integer, Open>();
    for (var stored : events) {
      switch (stored.event()) {
        case StepAssigned step when !Work.isForOthers(step.role()) ->
            open.computeIfAbsent(
                    step.assignment(),
                    _ -> new Open(step.state(), step.role(), step.agent(), new TreeSet<>()))
                .attempts()
                .add(step.attempt());
        case AgentCalled call ->
            open.computeIfAbsent(
                    call.assignment(),
                    _ -> new Open(call.state(), call.role(), call.agent(), new TreeSet<>()))
                .attempts()
                .add(call.attempt() == null ? 1 : call.attempt());
        case StepReturned step -> open.remove(step.assignment());
        case StepSubmitted step -> open.remove(step.assignment());
        // Whoever comes too late was not heard: what it used is not in the event.
        case StepFailed step when !step.usage().equals(Usage.NONE) ->
            open.remove(step.assignment());
        case AgentCallEnded call when !call.usage().equals(Usage.NONE) ->
            open.remove(call.assignment());
        default -> {}
      }
    }
    return open;
  }
}
