package dev.troupe.agents.tool.mcp;

/** A connection to a server that cannot be used any more; the message says why. */
final class McpBroken extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean mayHaveWorked;

  McpBroken(String message) {
    super(message);
    this.mayHaveWorked = true;
  }

  McpBroken(String message, Throwable cause) {
    this(message, cause, true);
  }

  private McpBroken(String message, Throwable cause, boolean mayHaveWorked) {
    super(message, cause);
    this.mayHaveWorked = mayHaveWorked;
  }

  /** The request never reached the server, or was turned away. */
  static McpBroken untouched(String message, Throwable cause) {
    return new McpBroken(message, cause, false);
  }

  /** Whether the server may have done what it was asked for all the same. */
  boolean mayHaveWorked() {
    return mayHaveWorked;
  }
}
