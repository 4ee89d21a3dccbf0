package dev.troupe.agents.tool.mcp;

/**
 * A server's answer that it will not do what it was asked for; the connection is as good as before.
 */
final class McpRefused extends Exception {
  private static final long serialVersionUID = 1L;

  McpRefused(String message) {
    super(message);
  }
}
