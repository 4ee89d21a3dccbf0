package dev.troupe.agents.tool.mcp;

/** A connection to a server that cannot be used any more; the message says why. */
final class McpBroken extends Exception {
  private static final long serialVersionUID = 1L;

  McpBroken(String message) {
    super(message);
  }

  McpBroken(String message, Throwable cause) {
    super(message, cause);
  }
}
