package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MCP over the standard input and output of a process of ours, a message a line.
 *
 * <p>Pipes block the thread under a virtual one, so each has a small platform thread of its own.
 */
final class StdioConnection implements McpConnection {
  private static final Logger LOG = LoggerFactory.getLogger(StdioConnection.class);
  private static final int GARBAGE_LINES = 100;
  private static final int MESSAGES_WAITING = 1_000;
  private static final int ERROR_LINE_BYTES = 16 * 1024;

  private final String name;
  private final ChildProcess process;
  private final int messageBytes;
  private final Runnable toolsChanged;
  private final OpenRequests open = new OpenRequests();
  private final AtomicLong ids = new AtomicLong();
  private final ExecutorService writer;

  private StdioConnection(
      String name, ChildProcess process, int messageBytes, Runnable toolsChanged) {
    this.name = name;
    this.process = process;
    this.messageBytes = messageBytes;
    this.toolsChanged = toolsChanged;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MESSAGES_WAITING),
            Thread.ofPlatform().daemon().name("mcp-" + name + "-in").factory());
  }

  static StdioConnection open(
      String name,
      List<String> command,
      Map<String, String> environment,
      int messageBytes,
      Runnable toolsChanged)
      throws McpBroken {
    var process = ChildProcess.start(command, environment);
    var connection = new StdioConnection(name, process, messageBytes, toolsChanged);
    Thread.ofPlatform().daemon().name("mcp-" + name + "-out").start(connection::read);
    Thread.ofPlatform().daemon().name("mcp-" + name + "-err").start(connection::readErrors);
    return connection;
  }

  @Override
  public JsonNode request(String method, JsonNode parameters, Duration within)
      throws McpBroken, McpRefused, TimeoutException, InterruptedException {
    long id = ids.incrementAndGet();
    open.expect(id);
    try {
      write(JsonRpc.request(id, method, parameters));
      return JsonRpc.result(open.await(id, within));
    } catch (TimeoutException | InterruptedException unwanted) {
      notify(
          "notifications/cancelled",
          Json.MAPPER.createObjectNode().put("requestId", id).put("reason", "no longer wanted"));
      throw unwanted;
    } finally {
      open.forget(id);
    }
  }

  @Override
  public void notify(String method, JsonNode parameters) throws McpBroken {
    write(JsonRpc.notification(method, parameters));
  }

  private void write(JsonNode message) throws McpBroken {
    byte[] line = (Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      writer.execute(() -> writeLine(line));
    } catch (RejectedExecutionException refused) {
      throw McpBroken.untouched(
          writer.isShutdown()
              ? "it has been closed"
              : "it does not read what it is sent: %d messages wait".formatted(MESSAGES_WAITING),
          refused);
    }
  }

  private void writeLine(byte[] line) {
    try {
      process.input().write(line);
      process.input().flush();
    } catch (IOException _) {
      // The reader finds its output ended as well, and knows how the process did.
      LOG.debug("The MCP server {} reads no more", name);
    }
  }

  private void read() {
    var lines = new BoundedLines(process.output(), messageBytes);
    int garbage = 0;
    try {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        garbage = isMessage(line.get()) ? 0 : garbage + (line.get().length == 0 ? 0 : 1);
        if (garbage > GARBAGE_LINES) {
          throw new IOException("it writes lines that are no messages");
        }
      }
      open.breakAll(new McpBroken(process.ending()));
    } catch (BoundedLines.TooLong _) {
      open.breakAll(new McpBroken("it sent more than %d bytes at once".formatted(messageBytes)));
    } catch (IOException broken) {
      open.breakAll(new McpBroken(String.valueOf(broken.getMessage()), broken));
    }
    process.end();
    writer.shutdownNow();
  }

  private boolean isMessage(byte[] line) {
    var parsed = JsonRpc.parse(line);
    parsed.ifPresent(this::handle);
    return parsed.isPresent();
  }

  private void handle(JsonNode message) {
    if (JsonRpc.isAnswer(message)) {
      open.answered(message);
    } else if (message.path("method").asText().equals("notifications/tools/list_changed")) {
      toolsChanged.run();
    }
    JsonRpc.reply(message)
        .ifPresent(reply -> {
          try {
            write(reply);
          } catch (McpBroken _) {
            LOG.debug("The MCP server {} ended before it was answered", name);
          }
        });
  }

  /** It would stop once the pipe is full. */
  private void readErrors() {
    var lines = new BoundedLines(process.errors(), ERROR_LINE_BYTES);
    try {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        LOG.debug("MCP server {}: {}", name, new String(line.get(), StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      drain();
    }
  }

  private void drain() {
    try {
      process.errors().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      LOG.debug("The MCP server {} closed its error output", name);
    }
  }

  /** Nothing says the version here but the handshake. */
  @Override
  public void speaks(String protocolVersion) {}

  @Override
  public boolean isOpen() {
    return !open.isBroken() && process.isAlive();
  }

  @Override
  public void close() {
    open.breakAll(new McpBroken("it has been closed"));
    process.end();
    writer.shutdownNow();
  }
}
