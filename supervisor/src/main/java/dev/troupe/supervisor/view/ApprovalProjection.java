package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalSummary;
import dev.troupe.supervisor.task.ApprovalEvent;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalClosed;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalDecided;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalEscalated;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalRequested;
import dev.troupe.supervisor.task.ApprovalId;
import dev.troupe.supervisor.task.TaskTags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of one slice's approvals: the same however often an event comes. */
final class ApprovalProjection {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final ApprovalListing listing;
  private final TaggedEvents events;
  private final RemovedTasks removed;

  ApprovalProjection(
      int slice,
      Store store,
      ApprovalListing listing,
      EventsByTagQuery events,
      RemovedTasks removed) {
    this.listing = listing;
    this.removed = removed;
    this.events =
        new TaggedEvents("approval-listing-" + slice, TaskTags.approvals(slice), store, events);
  }

  /** Never completes. */
  Source<Done, NotUsed> run() {
    return events.each(this::apply);
  }

  private CompletionStage<Void> apply(List<EventEnvelope> batch) {
    var all = DONE;
    for (var event : batch) {
      all = all.thenCompose(_ -> apply(event));
    }
    return all;
  }

  private CompletionStage<Void> apply(EventEnvelope envelope) {
    if (!(envelope.event() instanceof ApprovalEvent event)) {
      return DONE;
    }
    var task = TaggedEvents.task(envelope);
    var id = ApprovalId.read(task.tenant(), event.approval()).orElseThrow();
    return removed
        .has(envelope)
        .thenCompose(isRemoved -> isRemoved ? DONE : apply(id, envelope, event));
  }

  private CompletionStage<Void> apply(ApprovalId id, EventEnvelope envelope, ApprovalEvent event) {
    return listing
        .row(id)
        .thenCompose(known -> {
          if (known.isPresent() && known.get().sequence() >= envelope.sequenceNr()) {
            return DONE;
          }
          var after = after(id, known.map(ApprovalListing.Row::approval), event);
          return listing.put(id, new ApprovalListing.Row(after, envelope.sequenceNr()));
        });
  }

  private static ApprovalSummary after(
      ApprovalId id, Optional<ApprovalSummary> before, ApprovalEvent event) {
    return switch (event) {
      case ApprovalRequested requested -> opened(id, requested);
      case ApprovalEscalated escalated -> escalated(before.orElseThrow(), escalated);
      case ApprovalDecided decided ->
          with(before.orElseThrow(), decided.status(), closedAt(decided));
      case ApprovalClosed closed -> with(before.orElseThrow(), closed.status(), closed.at());
    };
  }

  private static @Nullable Instant closedAt(ApprovalDecided decided) {
    return decided.status() == ApprovalStatus.OPEN ? null : decided.at();
  }

  private static ApprovalSummary opened(ApprovalId id, ApprovalRequested event) {
    return new ApprovalSummary(
        event.approval(),
        id.task().id(),
        event.state(),
        event.question(),
        event.approvers(),
        event.quorum(),
        0,
        ApprovalStatus.OPEN,
        event.at(),
        event.expiresAt(),
        null);
  }

  private static ApprovalSummary escalated(ApprovalSummary before, ApprovalEscalated event) {
    return new ApprovalSummary(
        before.id(),
        before.task(),
        before.state(),
        before.question(),
        event.approvers(),
        before.quorum(),
        event.level(),
        before.status(),
        before.requestedAt(),
        event.expiresAt(),
        null);
  }

  private static ApprovalSummary with(
      ApprovalSummary before, ApprovalStatus status, @Nullable Instant closedAt) {
    return new ApprovalSummary(
        before.id(),
        before.task(),
        before.state(),
        before.question(),
        before.approvers(),
        before.quorum(),
        before.level(),
        status,
        before.requestedAt(),
        before.expiresAt(),
        closedAt);
  }
}
