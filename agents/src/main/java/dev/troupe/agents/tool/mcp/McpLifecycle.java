package dev.troupe.agents.tool.mcp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a server when it is first needed, and again after a failure, but not at once. */
final class McpLifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(McpLifecycle.class);

  private final McpServerSettings settings;
  private final InstantSource clock;
  private final ReentrantLock starting = new ReentrantLock();

  /** Hashes of the definitions that the running server lists. */
  private volatile Map<String, String> live = Map.of();

  /** Sessions that end with their last call. */
  private final Set<McpSession> ending = ConcurrentHashMap.newKeySet();

  private volatile boolean toolsChanged;
  private volatile boolean closed;
  private @Nullable McpSession session;
  private Backoff backoff = Backoff.NONE;

  McpLifecycle(McpServerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** What the server lists now, as far as the configuration offers it. */
  List<ToolDefinition> look() throws McpBroken, InterruptedException {
    starting.lockInterruptibly();
    try {
      return list(open());
    } finally {
      starting.unlock();
    }
  }

  /** Of the definition that the server gave last; empty if it lists no such tool. */
  Optional<String> hash(String tool) {
    return Optional.ofNullable(live.get(tool));
  }

  /** The session there is, or a new one, with its tools as they are now. */
  McpSession session() throws McpBroken, InterruptedException {
    starting.lockInterruptibly();
    try {
      var open = open();
      if (toolsChanged) {
        list(open);
      }
      return open;
    } finally {
      starting.unlock();
    }
  }

  private McpSession open() throws McpBroken, InterruptedException {
    var known = session;
    if (known != null && known.isOpen()) {
      return known;
    }
    if (closed) {
      throw new McpBroken("this node is stopping");
    }
    if (known != null) {
      session = null;
      retire(known);
    }
    var now = clock.instant();
    if (!backoff.mayStart(now)) {
      throw new McpBroken(
          "it has failed (%d in a row) and is started again in %d s at the earliest"
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
      throw notStarted(broken);
    } catch (RuntimeException unplanned) {
      throw notStarted(new McpBroken("it cannot be understood: " + unplanned, unplanned));
    }
  }

  private McpBroken notStarted(McpBroken why) {
    backoff = backoff.failed(clock.instant());
    LOG.warn("The MCP server {} cannot be used: {}", settings.name(), why.getMessage());
    return why;
  }

  private McpSession listed(McpSession started) throws McpBroken, InterruptedException {
    try {
      list(started);
      session = started;
      return started;
    } catch (Throwable failed) {
      started.close();
      throw failed;
    }
  }

  private List<ToolDefinition> list(McpSession from) throws McpBroken, InterruptedException {
    // Before the list is asked for: a change that is told meanwhile is another one.
    toolsChanged = false;
    var isListed = false;
    try {
      var listed =
          from.tools(settings.limits().startTimeout()).stream().filter(this::isOffered).toList();
      var hashes = new HashMap<String, String>();
      listed.forEach(tool -> hashes.put(tool.name(), tool.hash()));
      live = Map.copyOf(hashes);
      isListed = true;
      return listed;
    } catch (McpRefused | TimeoutException failed) {
      from.close();
      throw new McpBroken("it does not list its tools: " + failed.getMessage(), failed);
    } finally {
      // By definitions that may have changed, nothing is called.
      if (!isListed) {
        toolsChanged = true;
      }
    }
  }

  private boolean isOffered(ToolDefinition tool) {
    var fault = tool.fault();
    fault.ifPresent(why ->
        LOG.warn(
            "The tool {} of the MCP server {} is left out: {}", tool.name(), settings.name(), why));
    return fault.isEmpty() && settings.offers(tool.name());
  }

  void succeeded() {
    starting.lock();
    try {
      backoff = Backoff.NONE;
    } finally {
      starting.unlock();
    }
  }

  /** Drops the session of a failed call, unless others may go on with it. */
  void failed(McpSession used, McpBroken why) {
    if (!used.isOpen()) {
      drop(used, why);
    }
  }

  /** What is under way in it may still end well; nothing new begins there. */
  void drop(McpSession used, McpBroken why) {
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
    retire(used);
  }

  private void retire(McpSession used) {
    ending.removeIf(McpSession::isClosed);
    ending.add(used);
    // A process gets some seconds to end; nobody has to wait for that.
    Thread.startVirtualThread(used::retire);
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
    ending.forEach(McpSession::close);
  }
}
