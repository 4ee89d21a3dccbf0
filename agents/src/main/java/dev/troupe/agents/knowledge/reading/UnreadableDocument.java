package dev.troupe.agents.knowledge.reading;

/** A file that cannot be read as a document; the message is one sentence for the user. */
public final class UnreadableDocument extends Exception {
  public UnreadableDocument(String reason) {
    super(reason);
  }
}
