package dev.troupe.agents.tool.mcp;

/** A server was lost, or late, after it had been asked: whether it did its work nobody knows. */
final class McpOutcomeUnknown extends Exception {
  private static final long serialVersionUID = 1L;

  McpOutcomeUnknown(String message) {
    super(message);
  }
}
