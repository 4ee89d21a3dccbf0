package dev.troupe.agents.agent;

/** A reply that is no output yet: the model wants to know more, or something done. */
public sealed interface Request extends Meaning {
  record Allowed() implements Request {}

  /**
   * It asks for more than it may.
   *
   * @param allowed per assignment
   */
  record Excess(int asked, int allowed) implements Request {
    static final String ERROR = "Tool.CallLimit";
  }
}
