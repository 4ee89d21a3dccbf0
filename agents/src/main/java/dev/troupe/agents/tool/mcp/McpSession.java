package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What is said with a server: the handshake, its tools, and calls of them. */
final class McpSession implements AutoCloseable {
  private static final String NEWEST = "2025-06-18";
  private static final Set<String> KNOWN = Set.of("2024-11-05", "2025-03-26", NEWEST, "2025-11-25");
  private static final int TOOLS = 500;
  private static final int PAGES = 50;
  private static final Duration PING = Duration.ofSeconds(5);

  private final McpConnection connection;
  private int callsUnderWay;
  private boolean retired;
  private volatile boolean closed;

  private McpSession(McpConnection connection) {
    this.connection = connection;
  }

  /** Agrees on a version of the protocol; closes the connection if that fails. */
  static McpSession start(McpConnection connection, Duration within)
      throws McpBroken, InterruptedException {
    try {
      return shakeHands(connection, within);
    } catch (McpRefused refused) {
      connection.close();
      throw new McpBroken("it refuses to begin: " + refused.getMessage(), refused);
    } catch (TimeoutException late) {
      connection.close();
      throw new McpBroken("it did not begin within " + within.toSeconds() + " s", late);
    } catch (Throwable failed) {
      connection.close();
      throw failed;
    }
  }

  private static McpSession shakeHands(McpConnection connection, Duration within)
      throws McpBroken, McpRefused, TimeoutException, InterruptedException {
    var parameters = Json.MAPPER.createObjectNode().put("protocolVersion", NEWEST);
    parameters.putObject("capabilities");
    parameters.putObject("clientInfo").put("name", "troupe").put("version", "0.1.0");
    var version =
        connection.request("initialize", parameters, within).path("protocolVersion").asText();
    if (!KNOWN.contains(version)) {
      throw new McpBroken("it speaks version \"" + version + "\" of MCP, which is not known here");
    }
    connection.speaks(version);
    connection.notify("notifications/initialized", Json.MAPPER.createObjectNode());
    return new McpSession(connection);
  }

  /** All of them, page by page. */
  List<ToolDefinition> tools(Duration within)
      throws McpBroken, McpRefused, TimeoutException, InterruptedException {
    var tools = new ArrayList<ToolDefinition>();
    var parameters = Json.MAPPER.createObjectNode();
    for (int page = 0; page < PAGES && tools.size() <= TOOLS; page++) {
      var listed = connection.request("tools/list", parameters, within);
      listed.path("tools").forEach(tool -> tools.add(ToolDefinition.listed(tool)));
      var more = listed.path("nextCursor");
      if (!more.isTextual()) {
        return List.copyOf(tools);
      }
      parameters.put("cursor", more.asText());
    }
    throw new McpBroken("it lists more than %d tools".formatted(TOOLS));
  }

  JsonNode call(String tool, JsonNode arguments, String idempotencyKey, Duration within)
      throws McpBroken, McpRefused, TimeoutException, InterruptedException {
    var parameters = Json.MAPPER.createObjectNode().put("name", tool);
    parameters.set("arguments", arguments);
    parameters.putObject("_meta").put("dev.troupe/idempotency-key", idempotencyKey);
    begin();
    try {
      return connection.request("tools/call", parameters, within);
    } finally {
      if (wasLast()) {
        // A process gets some seconds to end; nobody has to wait for that.
        Thread.startVirtualThread(this::close);
      }
    }
  }

  private synchronized void begin() throws McpBroken {
    if (retired) {
      var why = "its session is at its end";
      throw McpBroken.untouched(why, new IllegalStateException(why));
    }
    callsUnderWay++;
  }

  private synchronized boolean wasLast() {
    callsUnderWay--;
    return retired && callsUnderWay == 0;
  }

  private synchronized boolean isIdleOnceRetired() {
    retired = true;
    return callsUnderWay == 0;
  }

  /** Takes no new call, and closes when the last one that is under way has ended. */
  void retire() {
    if (isIdleOnceRetired()) {
      close();
    }
  }

  /** Whether a server that was late with an answer is there at all. */
  boolean isThere() throws InterruptedException {
    try {
      connection.request("ping", Json.MAPPER.createObjectNode(), PING);
      return true;
    } catch (McpRefused _) {
      return true;
    } catch (McpBroken | TimeoutException _) {
      return false;
    }
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    connection.close();
    closed = true;
  }
}
