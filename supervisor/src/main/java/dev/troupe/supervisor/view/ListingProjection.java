package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.TaskEvent.TaskCancelled;
import dev.troupe.supervisor.task.TaskEvent.TaskCompleted;
import dev.troupe.supervisor.task.TaskEvent.TaskEnded;
import dev.troupe.supervisor.task.TaskEvent.TaskFailed;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.TaskTags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of one slice: at least once, in order, and the same however often an event comes.
 */
final class ListingProjection {
  private static final CompletionStage<Listing.@Nullable Row> NO_ROW =
      CompletableFuture.<Listing.@Nullable Row>completedStage(null);

  private final int slice;
  private final Store store;
  private final Listing listing;
  private final EventsByTagQuery events;
  private final RemovedTasks removed;

  ListingProjection(
      int slice, Store store, Listing listing, EventsByTagQuery events, RemovedTasks removed) {
    this.slice = slice;
    this.store = store;
    this.listing = listing;
    this.events = events;
    this.removed = removed;
  }

  /** Never completes. */
  Source<Done, NotUsed> run() {
    return new TaggedEvents("task-listing-" + slice, TaskTags.slice(slice), store, events)
        .each(this::apply);
  }

  private CompletionStage<Void> apply(List<EventEnvelope> batch) {
    Map<String, List<EventEnvelope>> byTask = new LinkedHashMap<>();
    batch.forEach(
        event -> byTask.computeIfAbsent(event.persistenceId(), _ -> new ArrayList<>()).add(event));
    Map<String, List<Listing.Row>> byTenant = new HashMap<>();
    CompletionStage<?> rows = CompletableFuture.completedStage(null);
    for (var ofTask : byTask.values()) {
      var id = TaggedEvents.task(ofTask.getFirst());
      rows =
          rows.thenCompose(_ -> removed.has(ofTask.getLast()))
              .thenCompose(isRemoved -> isRemoved ? NO_ROW : row(id, ofTask))
              .thenAccept(row -> {
                if (row != null) {
                  byTenant.computeIfAbsent(id.tenant(), _ -> new ArrayList<>()).add(row);
                }
              });
    }
    return rows.thenCompose(_ -> put(byTenant));
  }

  private CompletionStage<Void> put(Map<String, List<Listing.Row>> byTenant) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (var ofTenant : byTenant.entrySet()) {
      all = all.thenCompose(_ -> listing.put(ofTenant.getKey(), ofTenant.getValue()));
    }
    return all;
  }

  /** The task's row after its newest event of the batch; null if there is a newer one already. */
  private CompletionStage<Listing.@Nullable Row> row(TaskId id, List<EventEnvelope> ofTask) {
    var newest = ofTask.getLast();
    return submitted(ofTask)
        .thenCompose(submitted -> {
          var row =
              new Listing.Row(
                  summary(id, submitted, (TaskEvent) newest.event()), newest.sequenceNr());
          if (submitted.parent() != null) {
            // A step of another task is part of that one.
            return NO_ROW;
          }
          return listing
              .row(id.tenant(), row.key())
              .thenApply(known ->
                  known.isPresent() && known.get().sequence() >= row.sequence() ? null : row);
        });
  }

  private CompletionStage<TaskSubmitted> submitted(List<EventEnvelope> ofTask) {
    if (ofTask.getFirst().event() instanceof TaskSubmitted submitted) {
      return CompletableFuture.completedStage(submitted);
    }
    return store
        .events(ofTask.getFirst().persistenceId(), 0, 1)
        .thenApply(events -> (TaskSubmitted) events.getFirst().event());
  }

  private static TaskSummary summary(TaskId id, TaskSubmitted submitted, TaskEvent newest) {
    return new TaskSummary(
        id.id(),
        submitted.input() instanceof Value.Inline(var input) ? input.path("goal").asText() : "",
        newest instanceof TaskEnded end ? status(end) : TaskStatus.RUNNING,
        outcome(newest),
        submitted.workflow(),
        submitted.labels(),
        submitted.at(),
        newest instanceof TaskEnded end ? end.at() : null);
  }

  private static TaskStatus status(TaskEnded end) {
    return switch (end) {
      case TaskCompleted _ -> TaskStatus.COMPLETED;
      case TaskFailed _ -> TaskStatus.FAILED;
      case TaskCancelled _ -> TaskStatus.CANCELLED;
    };
  }

  private static @Nullable Outcome outcome(TaskEvent newest) {
    return newest instanceof TaskCompleted completed ? completed.outcome() : null;
  }
}
