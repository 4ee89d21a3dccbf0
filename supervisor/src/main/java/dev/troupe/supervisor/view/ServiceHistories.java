package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.Workflows;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
    return store
        .events(id.persistenceId(), 0, PAGE)
        .thenCompose(first ->
            first.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : told(id, first).thenApply(Optional::of));
  }

  private CompletionStage<List<JsonNode>> told(TaskId id, List<StoredEvent> first) {
    var hash = ((TaskSubmitted) first.getFirst().event()).workflowHash();
    return workflow(hash)
        .thenCompose(workflow -> {
          var history = new ServiceHistory(workflow, ServiceHistory.Kind::of);
          return tell(history, id, first).thenApply(all -> List.<JsonNode>copyOf(all.told()));
        });
  }

  private CompletionStage<Workflow> workflow(String hash) {
    return workflows
        .compiled(hash)
        .<CompletionStage<Workflow>>map(CompletableFuture::completedStage)
        .orElseGet(() -> workflows.load(hash));
  }

  private CompletionStage<ServiceHistory> tell(
      ServiceHistory history, TaskId id, List<StoredEvent> page) {
    page.forEach(stored -> history.tell((TaskEvent) stored.event()));
    // A page may be short of what was asked for: only an empty one is the end.
    return page.isEmpty()
        ? CompletableFuture.completedStage(history)
        : store
            .events(id.persistenceId(), page.getLast().sequenceNumber(), PAGE)
            .thenCompose(next -> tell(history, id, next));
  }
}
