package dev.troupe.supervisor.task;

import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalClosed;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalDecided;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalEscalated;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalRequested;
import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.Position.Working;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the events of approvals change in a running task. */
final class ApprovalFolding {
  private ApprovalFolding() {}

  static Running fold(Running task, ApprovalEvent event) {
    return switch (event) {
      case ApprovalRequested requested -> onRequested(task, requested);
      case ApprovalEscalated escalated ->
          changed(task, escalated, approval -> approval.escalated(escalated));
      case ApprovalDecided decided -> onDecided(task, decided);
      // By what was decided about another one, which the listing has not heard of.
      case ApprovalClosed closed
          when task.closed().containsKey(closed.approval()) && !isOpen(task, closed.approval()) ->
          task;
      case ApprovalClosed closed ->
          changed(task, closed, approval -> approval.closed(closed.status(), closed.at()));
    };
  }

  private static Running onRequested(Running task, ApprovalRequested event) {
    var frame = task.frame(event.frame());
    var standing =
        new Approval.Standing(0, event.approvers(), event.expiresAt(), ApprovalStatus.OPEN, null);
    var approval =
        new Approval(
            event.approval(),
            event.state(),
            event.question(),
            read(task, event.details(), "details"),
            read(task, event.form(), "form"),
            event.quorum(),
            standing,
            event.escalation(),
            List.of(),
            failure(frame),
            event.asked(),
            event.at(),
            task.progress().sequence());
    var asking = work(frame).changed(event.assignment(), work -> work.asking(approval));
    return task.with(frame.at(new Working(frame.visit(), asking)));
  }

  private static @Nullable Held read(Running task, @Nullable Value value, String field) {
    return value == null ? null : task.read(value, field);
  }

  private static Approval.@Nullable Failure failure(Frame frame) {
    return frame.position() instanceof Failed(_, _, var error, var cause)
        ? new Approval.Failure(error, cause)
        : null;
  }

  private static Work work(Frame frame) {
    return switch (frame.position()) {
      case Working(_, var work) -> work;
      case Failed(_, var work, _, _) -> work;
      case Position other ->
          throw new IllegalStateException("Nothing to ask of %s".formatted(other));
    };
  }

  private static Running onDecided(Running task, ApprovalDecided event) {
    var vote =
        new Approval.Vote(
            event.decision(),
            event.by(),
            event.as(),
            read(task, event.edits(), "edits"),
            event.comment(),
            event.at());
    return changed(task, event, approval -> approval.decided(vote, event.status()));
  }

  private static Running changed(
      Running task, ApprovalEvent event, UnaryOperator<Approval> change) {
    var frame =
        task.frames().values().stream()
            .filter(asking -> asks(asking, event.approval()))
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException("No approval %s is open".formatted(event.approval())));
    if (!(frame.position() instanceof Working(var visit, var step))) {
      return task;
    }
    var work = step.tree().filter(each -> asks(each, event.approval())).findFirst().orElseThrow();
    var approval = change.apply(Objects.requireNonNull(work.approval()));
    var after = step.changed(work.assignment(), each -> each.asking(approval));
    if (approval.isOpen()) {
      return task.with(frame.at(new Working(visit, after)));
    }
    var next =
        approval.asked() == null
            ? closed(visit, after, approval)
            : new Working(visit, goneOn(step, work, approval, event.at(), task));
    return task.with(frame.at(next)).with(approval.remembered());
  }

  private static Work goneOn(Work step, Work asker, Approval approval, Instant at, Running task) {
    var took = Duration.between(approval.requestedAt(), at);
    return step.answered(asker.assignment(), took, at, task.terms().deadline());
  }

  /** A failure that people did not mend stands as it was. */
  private static Position closed(Visit visit, Work work, Approval approval) {
    var failure = approval.failure();
    return switch (approval.standing().status()) {
      case REJECTED, EXPIRED ->
          failure == null
              ? new Working(visit, work)
              : new Failed(visit, work, failure.error(), failure.cause());
      case OPEN, APPROVED, CANCELLED -> new Working(visit, work);
    };
  }

  /** A question that is asked again in another attempt has the id that it had. */
  private static boolean isOpen(Running task, String id) {
    return task.openWork()
        .anyMatch(work -> asks(work, id) && Objects.requireNonNull(work.approval()).isOpen());
  }

  private static boolean asks(Frame frame, String id) {
    return frame.position() instanceof Working(_, var step)
        && step.tree().anyMatch(work -> asks(work, id));
  }

  private static boolean asks(Work work, String id) {
    return work.approval() != null && work.approval().id().equals(id);
  }
}
