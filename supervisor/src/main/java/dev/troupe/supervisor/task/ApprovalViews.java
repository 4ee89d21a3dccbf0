package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Approvals as clients see them. */
final class ApprovalViews {
  private ApprovalViews() {}

  static Optional<ApprovalView> find(String taskId, Task task, String id) {
    return approval(task, id).map(approval -> view(taskId, approval));
  }

  private static Optional<Approval> approval(Task task, String id) {
    return switch (task) {
      case Task.Absent _, Retired _ -> Optional.empty();
      case Running running -> running.approval(id);
      case Copying _ -> Optional.empty();
      case Ended ended -> Optional.ofNullable(ended.closed().get(id));
    };
  }

  static ApprovalReply taken(String taskId, Task task, String id) {
    return find(taskId, task, id)
        .<ApprovalReply>map(ApprovalReply.Taken::new)
        .orElseThrow(() -> new IllegalStateException("Approval %s is gone".formatted(id)));
  }

  /** Of a task that has ended, or never was. */
  static ApprovalReply late(String taskId, Task task, String id) {
    return approval(task, id)
        .map(approval -> notOpen(taskId, approval))
        .orElseGet(ApprovalReply.Unknown::new);
  }

  static ApprovalReply refused(String taskId, TaskRejection reason) {
    return switch (reason) {
      case TaskRejection.NoSuchApproval _, TaskRejection.NotSubmitted _ ->
          new ApprovalReply.Unknown();
      case TaskRejection.ApprovalNotOpen(var approval) -> notOpen(taskId, approval);
      case TaskRejection.DecidedBefore(var approval) ->
          new ApprovalReply.NotTaken(
              view(taskId, approval),
              "The same voter has decided before; where several must approve, each says who they are.");
      case TaskRejection.EditsUnfit(var faults) -> new ApprovalReply.Invalid(faults);
      case TaskRejection.SubmittedOtherwise _,
          TaskRejection.NotRedrivable _,
          TaskRejection.MessageRefused _,
          TaskRejection.TokenNotOpen _ ->
          throw new IllegalStateException("No answer to a decision: %s".formatted(reason));
    };
  }

  private static ApprovalReply notOpen(String taskId, Approval approval) {
    var standing = approval.standing();
    return new ApprovalReply.NotTaken(
        view(taskId, approval),
        "The approval was %s before, at %s."
            .formatted(standing.status().wireName(), standing.closedAt()));
  }

  private static ApprovalView view(String taskId, Approval approval) {
    var standing = approval.standing();
    return new ApprovalView(
        approval.id(),
        taskId,
        approval.state(),
        approval.question(),
        json(approval.details()),
        json(approval.form()),
        standing.approvers(),
        approval.quorum(),
        standing.level(),
        standing.status(),
        approval.requestedAt(),
        standing.expiresAt(),
        standing.closedAt(),
        approval.votes().stream().map(ApprovalViews::vote).toList(),
        approval.sequence(),
        List.of());
  }

  private static ApprovalView.Vote vote(Approval.Vote vote) {
    return new ApprovalView.Vote(
        vote.choice(), vote.by(), vote.as(), json(vote.edits()), vote.comment(), vote.at());
  }

  private static @Nullable JsonNode json(@Nullable Held held) {
    return held == null ? null : held.json();
  }
}
