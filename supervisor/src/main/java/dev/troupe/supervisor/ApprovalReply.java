package dev.troupe.supervisor;

import dev.troupe.cluster.CborSerializable;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.List;

/** What became of a decision. */
public sealed interface ApprovalReply extends CborSerializable {

  /** It counts; the approval may still be open, where its quorum is not reached. */
  record Taken(ApprovalView approval) implements ApprovalReply {}

  /** It came too late, or a second time from the same voter; it stands in the audit record. */
  record NotTaken(ApprovalView approval, String why) implements ApprovalReply {}

  record Invalid(List<Fault> faults) implements ApprovalReply {}

  record Unknown() implements ApprovalReply {}
}
