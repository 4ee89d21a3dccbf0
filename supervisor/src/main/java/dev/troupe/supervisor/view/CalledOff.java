package dev.troupe.supervisor.view;

import dev.troupe.agents.Agents;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Store;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What a task's agents had used that were called off before they returned: no event of the task has
 * it, but their journals have.
 */
final class CalledOff {
  /** What one assignment still owed when the task ended, by the task's own events. */
  private record Open(String state, String role, int agent, Set<Integer> attempts) {}

  /** What it comes to, for a task as it stood at one of its events. */
  private record Sum(Usage usage, List<StepUsage> steps) {}

  /** Who was called off has been told by then, and its calls have come back. */
  private static final Duration SETTLED_AFTER = Duration.ofMinutes(1);

  private static final int REMEMBERED = 1_000;

  private final ActorSystem<?> system;
  private final Store store;
  private final Agents agents;
  private final InstantSource clock;
  private final Map<String, Sum> settled =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Sum> eldest) {
              return size() > REMEMBERED;
            }
          });

  CalledOff(ActorSystem<?> system, Store store, Agents agents, InstantSource clock) {
    this.system = system;
    this.store = store;
    this.agents = agents;
    this.clock = clock;
  }

  /** The same view, with their calls; as it is where the journals cannot be read now. */
  CompletionStage<TaskView> counted(TaskId id, TaskView view) {
    var endedAt = view.endedAt();
    if (!view.status().ended() || endedAt == null || !view.hasCalledOff()) {
      return CompletableFuture.completedStage(view);
    }
    var place = id.key() + "@" + view.sequence();
    var known = settled.get(place);
    if (known != null) {
      return CompletableFuture.completedStage(view.with(known.usage(), known.steps()));
    }
    return open(id)
        .thenCompose(open -> counted(id, view, open))
        .thenApply(counted -> {
          if (endedAt.plus(SETTLED_AFTER).isBefore(clock.instant())) {
            settled.put(place, new Sum(counted.usage(), counted.usageOfSteps()));
          }
          return counted;
        })
        .exceptionally(_ -> view);
  }

  private CompletionStage<TaskView> counted(TaskId id, TaskView view, Map<Integer, Open> open) {
    CompletionStage<TaskView> counted = CompletableFuture.completedStage(view);
    for (var entry : open.entrySet()) {
      var work = entry.getValue();
      counted =
          counted.thenCompose(sum ->
              Export.journal(store, Export.journalOf(id, work.role(), work.agent()))
                  .map(event -> agents.usage(event, entry.getKey(), work.attempts()))
                  .runFold(Usage.NONE, Usage::plus, system)
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
  private CompletionStage<Map<Integer, Open>> open(TaskId id) {
    return Export.journal(store, id.persistenceId())
        .runFold(
            new TreeMap<Integer, Open>(),
            (open, stored) -> {
              fold(open, stored.event());
              return open;
            },
            system)
        .thenApply(open -> open);
  }

  private static void fold(Map<Integer, Open> open, Object event) {
    switch (event) {
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
      case StepFailed step when !step.usage().equals(Usage.NONE) -> open.remove(step.assignment());
      case AgentCallEnded call when !call.usage().equals(Usage.NONE) ->
          open.remove(call.assignment());
      default -> {}
    }
  }
}
