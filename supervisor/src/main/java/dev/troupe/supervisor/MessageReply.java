package dev.troupe.supervisor;

/** What became of a message to a task's agents. */
public sealed interface MessageReply {

  /** Durable: an agent reads it before it asks its model next. */
  record Taken(String id) implements MessageReply {}

  /**
   * The task has ended, or nobody of that name will read it.
   *
   * @param why a sentence for the client
   */
  record Refused(String why) implements MessageReply {}

  record Unknown() implements MessageReply {}
}
