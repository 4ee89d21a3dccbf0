package dev.troupe.supervisor.task;

import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.List;

/** Why a command had no effect. */
public sealed interface TaskRejection {

  /** The id is taken by another submission. */
  record SubmittedOtherwise() implements TaskRejection {}

  record NotSubmitted() implements TaskRejection {}

  /**
   * There is nothing to go on with.
   *
   * @param why a sentence for the client
   */
  record NotRedrivable(String why) implements TaskRejection {}

  /** The attempt that the token belongs to is over. */
  record TokenNotOpen() implements TaskRejection {}

  record NoSuchApproval() implements TaskRejection {}

  /** Decided, expired or cancelled before. */
  record ApprovalNotOpen(Approval approval) implements TaskRejection {}

  /** One voter has one vote. */
  record DecidedBefore(Approval approval) implements TaskRejection {}

  /**
   * The message is for nobody.
   *
   * @param why a sentence for the client
   */
  record MessageRefused(String why) implements TaskRejection {}

  record EditsUnfit(List<Fault> faults) implements TaskRejection {}
}
