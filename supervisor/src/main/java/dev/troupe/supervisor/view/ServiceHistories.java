package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Store;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.TaskEvent.TaskForked;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.Workflows;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whole journals told in the event types of AWS Step Functions. */
final class ServiceHistories {
  private static final int PAGE = 1_000;

  private final Store store;
  private final Workflows workflows;

  ServiceHistories(Store store, Workflows workflows) {
    this.store = store;
    this.workflows = workflows;
  }

  /** Empty if there is no such task. A journal holds 25,000 events at most. */
  CompletionStage<Optional<List<JsonNode>>> of(TaskId id) {
    return events(id, new ArrayList<>(), 0)
        .thenCompose(events ->
            events.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : told(events).thenApply(Optional::of));
  }

  private CompletionStage<List<TaskEvent>> events(TaskId id, List<TaskEvent> known, long after) {
    return store
        .events(id.persistenceId(), after, PAGE)
        .thenCompose(page -> {
          page.forEach(stored -> known.add((TaskEvent) stored.event()));
          // A page may be short of what was asked for: only an empty one is the end.
          return page.isEmpty()
              ? CompletableFuture.completedStage(known)
              : events(id, known, page.getLast().sequenceNumber());
        });
  }

  private CompletionStage<List<JsonNode>> told(List<TaskEvent> events) {
    var submitted = (TaskSubmitted) events.getFirst();
    var origin = submitted.origin();
    var first = origin == null ? submitted.workflowHash() : origin.workflowHash();
    var hashes =
        Stream.concat(
                Stream.of(first),
                events.stream()
                    .filter(TaskForked.class::isInstance)
                    .map(forked -> ((TaskForked) forked).workflowHash()))
            .collect(Collectors.toSet());
    return workflows(hashes)
        .thenApply(found -> {
          var history =
              new ServiceHistory(
                  known(found, first), hash -> known(found, hash), ServiceHistory.Kind::of);
          events.forEach(history::tell);
          return List.copyOf(history.told());
        });
  }

  private static Workflow known(Map<String, Workflow> found, String hash) {
    return Objects.requireNonNull(found.get(hash));
  }

  private CompletionStage<Map<String, Workflow>> workflows(Set<String> hashes) {
    CompletionStage<Map<String, Workflow>> all = CompletableFuture.completedStage(new HashMap<>());
    for (var hash : hashes) {
      all =
          all.thenCombine(
              workflow(hash),
              (found, workflow) -> {
                found.put(hash, workflow);
                return found;
              });
    }
    return all;
  }

  private CompletionStage<Workflow> workflow(String hash) {
    return workflows
        .compiled(hash)
        .<CompletionStage<Workflow>>map(CompletableFuture::completedStage)
        .orElseGet(() -> workflows.load(hash));
  }
}
