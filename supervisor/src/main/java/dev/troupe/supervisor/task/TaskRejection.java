package dev.troupe.supervisor.task;

/** Why a command had no effect. */
public sealed interface TaskRejection {

  /** The id is taken by another submission. */
  record SubmittedOtherwise() implements TaskRejection {}

  record NotSubmitted() implements TaskRejection {}

  /** The attempt that the token belongs to is over. */
  record TokenNotOpen() implements TaskRejection {}
}
