package dev.troupe.supervisor.task;

import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of a question to people, in a task's journal; stored like every {@link TaskEvent}. */
public sealed interface ApprovalEvent extends TaskEvent {
  /** The approval's id, which names its task, assignment and attempt. */
  String approval();

  /**
   * @param form JSON Schema that edits must fit; null where anything does
   * @param approvers who is asked first
   * @param quorum how many different voters must approve
   * @param expiresAt when who is asked next is asked; null where they have all the step's time
   * @param escalation who is asked next, each in turn
   * @param asked which of an agent's tool calls it answers; null where the step itself asks
   */
  record ApprovalRequested(
      String approval,
      int assignment,
      int attempt,
      int frame,
      String state,
      String question,
      @Nullable Value details,
      @Nullable Value form,
      List<String> approvers,
      int quorum,
      @Nullable Instant expiresAt,
      List<Approval.Level> escalation,
      Approval.@Nullable Asked asked,
      Instant at)
      implements ApprovalEvent {

    /** Of a step that asks. */
    ApprovalRequested(
        String approval,
        int assignment,
        int attempt,
        int frame,
        String state,
        String question,
        @Nullable Value details,
        @Nullable Value form,
        List<String> approvers,
        int quorum,
        @Nullable Instant expiresAt,
        List<Approval.Level> escalation,
        Instant at) {
      this(
          approval,
          assignment,
          attempt,
          frame,
          state,
          question,
          details,
          form,
          approvers,
          quorum,
          expiresAt,
          escalation,
          null,
          at);
    }
  }

  /** Nobody decided in time: others are asked, under the same id. */
  record ApprovalEscalated(
      String approval, int level, List<String> approvers, @Nullable Instant expiresAt, Instant at)
      implements ApprovalEvent {}

  /**
   * @param by who decided, as far as the server knows
   * @param as who they say they are
   * @param status of the approval after it: open where more voters must approve
   */
  record ApprovalDecided(
      String approval,
      String by,
      @Nullable String as,
      Choice decision,
      @Nullable Value edits,
      @Nullable String comment,
      ApprovalStatus status,
      Instant at)
      implements ApprovalEvent {}

  /** Ended without a decision: expired, or not wanted any more. */
  record ApprovalClosed(String approval, ApprovalStatus status, Instant at)
      implements ApprovalEvent {}
}
