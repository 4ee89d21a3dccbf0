package dev.troupe.supervisor;

/** What became of a wish for a fork. */
public sealed interface ForkReply {

  /** What the new task's submission came to. */
  record Submitted(SubmitReply reply) implements ForkReply {}

  /** There is no such task to fork. */
  record Unknown() implements ForkReply {}

  /**
   * Nothing can begin at that event.
   *
   * @param exists false where the journal has no such event
   * @param why a sentence that names the nearest events at which a fork can begin
   */
  record NoPoint(boolean exists, String why) implements ForkReply {}
}
