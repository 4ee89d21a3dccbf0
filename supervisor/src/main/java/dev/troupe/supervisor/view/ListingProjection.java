package dev.troupe.supervisor.view;

import dev.troupe.persistence.Recent;
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
import java.util.Collections;
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

  /** Most tasks end soon: their rows need not be read again, nor what was submitted. */
  private static final int ROWS_KEPT = 250;

  private static final int GOAL_CHARACTERS_KEPT = 1000;

  private final int slice;
  private final Store store;
  private final Listing listing;
  private final EventsByTagQuery events;
  private final RemovedTasks removed;
  private final Map<TaskId, Listing.Row> recent =
      Collections.synchronizedMap(Recent.byUse(ROWS_KEPT));

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
                  keep(id, row);
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

  private void keep(TaskId id, Listing.Row row) {
    if (row.task().goal().length() <= GOAL_CHARACTERS_KEPT) {
      recent.put(id, row);
    } else {
      recent.remove(id);
    }
  }

  /** The task's row after its newest event of the batch; null if there is a newer one already. */
  private CompletionStage<Listing.@Nullable Row> row(TaskId id, List<EventEnvelope> ofTask) {
    var newest = ofTask.getLast();
    var known = recent.get(id);
    // What is submitted may have the id of a task that was removed.
    if (known != null && !(ofTask.getFirst().event() instanceof TaskSubmitted)) {
      return known.sequence() >= newest.sequenceNr()
          ? NO_ROW
          : CompletableFuture.completedStage(row(known.task(), newest));
    }
    return submitted(ofTask)
        .thenCompose(submitted -> {
          if (submitted.parent() != null) {
            // A step of another task is part of that one.
            return NO_ROW;
          }
          var row = row(submitted(id, submitted), newest);
          return listing
              .row(id.tenant(), row.key())
              .thenApply(stored ->
                  stored.isPresent() && stored.get().sequence() >= row.sequence() ? null : row);
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

  private static TaskSummary submitted(TaskId id, TaskSubmitted submitted) {
    return new TaskSummary(
        id.id(),
        submitted.input() instanceof Value.Inline(var input) ? input.path("goal").asText() : "",
        TaskStatus.RUNNING,
        null,
        submitted.workflow(),
        submitted.labels(),
        submitted.at(),
        null);
  }

  private static Listing.Row row(TaskSummary task, EventEnvelope newest) {
    var event = (TaskEvent) newest.event();
    var now =
        new TaskSummary(
            task.id(),
            task.goal(),
            event instanceof TaskEnded end ? status(end) : TaskStatus.RUNNING,
            outcome(event),
            task.workflow(),
            task.labels(),
            task.submittedAt(),
            event instanceof TaskEnded end ? end.at() : null);
    return new Listing.Row(now, newest.sequenceNr());
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
