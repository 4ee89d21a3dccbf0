package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** JSON-RPC with one server, whatever carries it; calls may overlap. */
interface McpConnection extends AutoCloseable {

  /**
   * @return the answer's {@code result}
   * @throws TimeoutException if none came in time; the server was told that none is wanted any more
   */
  JsonNode request(String method, JsonNode parameters, Duration within)
      throws McpBroken, McpRefused, TimeoutException, InterruptedException;

  /** What needs no answer. */
  void notify(String method, JsonNode parameters) throws McpBroken;

  /** Sent with every request from now on, where the transport wants it said. */
  void speaks(String protocolVersion);

  boolean isOpen();

  @Override
  void close();
}
