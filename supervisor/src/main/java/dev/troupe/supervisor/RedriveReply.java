package dev.troupe.supervisor;

/** What became of a wish to redrive a task. */
public sealed interface RedriveReply {

  /** The next run has begun; durable. */
  record Begun(TaskView task) implements RedriveReply {}

  /**
   * Nothing to go on with: the task runs, completed, or is a step of another one.
   *
   * @param why a sentence for the client
   */
  record Refused(String why) implements RedriveReply {}

  record Unknown() implements RedriveReply {}

  /** Nothing has changed: try again later. */
  record Unavailable(String reason) implements RedriveReply {}
}
