package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configured server: started when it is first needed, started again after a failure, but not at
 * once. Whatever goes wrong with it is a failure of the tool that was called.
 */
final class McpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(McpServer.class);

  private final McpServerSettings settings;
  private final InstantSource clock;
  private final Semaphore places;
  private final ReentrantLock starting = new ReentrantLock();

  /** Hashes of the definitions that the running server lists. */
  private final Map<String, String> live = new ConcurrentHashMap<>();

  private volatile boolean toolsChanged;
  private volatile boolean closed;
  private @Nullable McpSession session;
  private Backoff backoff = Backoff.NONE;

  McpServer(McpServerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.places = new Semaphore(settings.limits().callsAtOnce(), true);
  }

  McpServerSettings settings() {
    return settings;
  }

  /** What it lists now, as far as the configuration offers it. */
  List<ToolDefinition> look() throws McpBroken, InterruptedException {
    starting.lockInterruptibly();
    try {
      return list(open());
    } finally {
      starting.unlock();
    }
  }

  /**
   * @param pinned the definition that was agreed to
   * @throws ToolFailure for whatever goes wrong
   */
  JsonNode call(ToolDefinition pinned, ToolCall call, JsonNode input) throws InterruptedException {
    var within = within(call.deadline());
    if (!places.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
      throw failure(
          "has %d calls under way already; try again later"
              .formatted(settings.limits().callsAtOnce()));
    }
    try {
      return called(pinned, call, input);
    } finally {
      places.release();
    }
  }

  private JsonNode called(ToolDefinition pinned, ToolCall call, JsonNode input)
      throws InterruptedException {
    McpSession used = session();
    requireUnchanged(pinned);
    try {
      var result = used.call(pinned.name(), input, call.idempotencyKey(), within(call.deadline()));
      succeeded();
      return CallResult.read(result, settings.limits().textCharacters());
    } catch (McpRefused refused) {
      throw failure("refuses the call: " + refused.getMessage());
    } catch (TimeoutException _) {
      checkWhetherThere(used);
      throw failure("did not answer in time; whether it did its work is not known");
    } catch (InterruptedException stopped) {
      checkWhetherThere(used);
      throw stopped;
    } catch (McpBroken broken) {
      failed(used, broken);
      throw failure(
          "failed: %s; whether it did its work is not known".formatted(broken.getMessage()));
    }
  }

  /**
   * Not by the call that was late: it has no time left, and whoever waits for it does not either.
   */
  private void checkWhetherThere(McpSession used) {
    Thread.startVirtualThread(() -> {
      try {
        if (!used.isThere()) {
          failed(used, new McpBroken("it does not answer any more"));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private Duration within(Instant deadline) {
    var left = Duration.between(clock.instant(), deadline);
    if (!left.isPositive()) {
      throw failure("was not asked: there is no time left");
    }
    return left.compareTo(settings.limits().callTimeout()) < 0
        ? left
        : settings.limits().callTimeout();
  }

  private void requireUnchanged(ToolDefinition pinned) {
    var hash = live.get(pinned.name());
    if (hash == null) {
      throw failure("has no tool " + pinned.name() + " any more");
    }
    if (!hash.equals(pinned.hash())) {
      throw failure(
          "describes %s otherwise than when it was pinned; it is not called until a person has looked at it: ./troupe mcp pin %s"
              .formatted(pinned.name(), settings.name()));
    }
  }

  private McpSession session() throws InterruptedException {
    starting.lockInterruptibly();
    try {
      var open = open();
      if (toolsChanged) {
        list(open);
      }
      return open;
    } catch (McpBroken broken) {
      throw failure("cannot be used: " + broken.getMessage());
    } finally {
      starting.unlock();
    }
  }

  /** The session there is, or a new one. */
  private McpSession open() throws McpBroken, InterruptedException {
    var known = session;
    if (known != null && known.isOpen()) {
      return known;
    }
    if (closed) {
      throw new McpBroken("this node is stopping");
    }
    if (known != null) {
      known.close();
      session = null;
    }
    var now = clock.instant();
    if (!backoff.mayStart(now)) {
      throw new McpBroken(
          "it failed %d times and is started again in %d s at the earliest"
              .formatted(
                  backoff.failures(), Duration.between(now, backoff.notBefore()).toSeconds() + 1));
    }
    return opened();
  }

  private McpSession opened() throws McpBroken, InterruptedException {
    var limits = settings.limits();
    try {
      var connection =
          settings
              .transport()
              .open(settings.name(), limits.messageBytes(), () -> toolsChanged = true);
      return listed(McpSession.start(connection, limits.startTimeout()));
    } catch (McpBroken broken) {
      backoff = backoff.failed(clock.instant());
      LOG.warn("The MCP server {} cannot be used: {}", settings.name(), broken.getMessage());
      throw broken;
    }
  }

  private McpSession listed(McpSession started) throws McpBroken, InterruptedException {
    try {
      list(started);
      session = started;
      return started;
    } catch (McpBroken | InterruptedException failed) {
      started.close();
      throw failed;
    }
  }

  private List<ToolDefinition> list(McpSession from) throws McpBroken, InterruptedException {
    try {
      toolsChanged = false;
      var listed =
          from.tools(settings.limits().startTimeout()).stream().filter(this::isOffered).toList();
      live.clear();
      listed.forEach(tool -> live.put(tool.name(), tool.hash()));
      return listed;
    } catch (McpRefused | TimeoutException failed) {
      from.close();
      throw new McpBroken("it does not list its tools: " + failed.getMessage(), failed);
    } catch (InterruptedException stopped) {
      toolsChanged = true;
      throw stopped;
    }
  }

  private boolean isOffered(ToolDefinition tool) {
    if (tool.refersElsewhere()) {
      LOG.warn(
          "The tool {} of the MCP server {} is left out: its schema refers to another document",
          tool.name(),
          settings.name());
      return false;
    }
    return settings.offers(tool.name());
  }

  private void succeeded() {
    starting.lock();
    try {
      backoff = Backoff.NONE;
    } finally {
      starting.unlock();
    }
  }

  private void failed(McpSession used, McpBroken why) {
    starting.lock();
    try {
      if (session == used) {
        session = null;
        backoff = backoff.failed(clock.instant());
        LOG.warn("The MCP server {} failed: {}", settings.name(), why.getMessage());
      }
    } finally {
      starting.unlock();
    }
    // A process gets some seconds to end; nobody has to wait for that.
    Thread.startVirtualThread(used::close);
  }

  private ToolFailure failure(String what) {
    return new ToolFailure("The MCP server %s %s".formatted(settings.name(), what));
  }

  @Override
  public void close() {
    closed = true;
    starting.lock();
    try {
      if (session != null) {
        session.close();
        session = null;
      }
    } finally {
      starting.unlock();
    }
  }
}
