package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.task.ApprovalId;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.SupervisorMessage.Decide;
import dev.troupe.supervisor.task.SupervisorMessage.FoundApproval;
import dev.troupe.supervisor.task.SupervisorMessage.GetApproval;
import dev.troupe.supervisor.task.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Asks supervisors about their approvals, and keeps record of decisions that came too late. */
final class Approvals {
  private final Hosting hosting;
  private final Store store;
  private final LateDecisions late;
  private final Function<TaskId, EntityRef<SupervisorMessage>> supervisors;

  Approvals(
      Hosting hosting, Store store, Function<TaskId, EntityRef<SupervisorMessage>> supervisors) {
    this.hosting = hosting;
    this.store = store;
    this.late = new LateDecisions(store.table(LateDecisions.TABLE));
    this.supervisors = supervisors;
  }

  CompletionStage<Optional<ApprovalView>> get(String tenant, String text) {
    var id = read(tenant, text);
    if (id.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return supervisors
        .apply(id.get().task())
        .<FoundApproval>ask(
            replyTo -> new GetApproval(text, replyTo), hosting.settings().askTimeout())
        .thenCompose(found ->
            found.approval().isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : whole(id.get(), found.approval().get()).thenApply(Optional::of));
  }

  CompletionStage<ApprovalReply> decide(String tenant, String text, ApprovalDecision decision) {
    var id = read(tenant, text);
    if (id.isEmpty()) {
      return CompletableFuture.completedStage(new ApprovalReply.Unknown());
    }
    return supervisors
        .apply(id.get().task())
        .<ApprovalReply>ask(
            replyTo -> new Decide(text, decision, replyTo), hosting.settings().askTimeout())
        .thenCompose(reply -> recorded(id.get(), decision, reply));
  }

  /** What is no id names nothing, and wakes nobody. */
  private static Optional<ApprovalId> read(String tenant, String text) {
    return ApprovalId.read(tenant, text).filter(id -> TaskIds.isId(id.task().id()));
  }

  private CompletionStage<ApprovalReply> recorded(
      ApprovalId id, ApprovalDecision decision, ApprovalReply reply) {
    return switch (reply) {
      case ApprovalReply.Taken(var approval) ->
          whole(id, approval).thenApply(ApprovalReply.Taken::new);
      case ApprovalReply.NotTaken(var approval, var why) ->
          late.record(id, decision, why, hosting.clock().instant())
              .thenCompose(kept ->
                  whole(id, approval)
                      .thenApply(whole -> new ApprovalReply.NotTaken(whole, why + fate(kept))));
      case ApprovalReply.Invalid _, ApprovalReply.Unknown _ ->
          CompletableFuture.completedStage(reply);
    };
  }

  private static String fate(boolean isKept) {
    return isKept
        ? " The decision changes nothing; it is kept with the approval."
        : " The decision changes nothing, and is not kept with the approval: as many stand there already as it holds.";
  }

  private CompletionStage<ApprovalView> whole(ApprovalId id, ApprovalView approval) {
    return late.of(id).thenCompose(decisions -> whole(id, approval, decisions));
  }

  /** A closed approval's details and form are in the journal, no more in the task. */
  private CompletionStage<ApprovalView> whole(
      ApprovalId id, ApprovalView approval, List<ApprovalView.Late> decisions) {
    if (approval.status() == ApprovalStatus.OPEN) {
      return CompletableFuture.completedStage(
          approval.with(approval.details(), approval.form(), decisions));
    }
    return new TaskJournal(store, id.task(), approval.sequence() - 1)
        .next(1)
        .thenApply(events -> {
          var asked = events.getFirst().data();
          return approval.with(asked.get("details"), asked.get("form"), decisions);
        });
  }
}
