package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One configured server: whatever goes wrong with it is a failure of the tool that was called. */
final class McpServer implements AutoCloseable {
  private final McpServerSettings settings;
  private final InstantSource clock;
  private final Semaphore places;
  private final McpLifecycle lifecycle;

  McpServer(McpServerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.lifecycle = new McpLifecycle(settings, clock);
    this.places = new Semaphore(settings.limits().callsAtOnce(), true);
  }

  McpServerSettings settings() {
    return settings;
  }

  /** What it lists now, as far as the configuration offers it. */
  List<ToolDefinition> look() throws McpBroken, InterruptedException {
    return lifecycle.look();
  }

  /**
   * @param pinned the definition that was agreed to
   * @throws ToolFailure for whatever goes wrong before the server has begun, or is told by it
   * @throws McpOutcomeUnknown for what goes wrong afterwards
   */
  JsonNode call(ToolDefinition pinned, ToolCall call, JsonNode input)
      throws InterruptedException, McpOutcomeUnknown {
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
      throws InterruptedException, McpOutcomeUnknown {
    McpSession used = session();
    requireUnchanged(pinned);
    try {
      var result = used.call(pinned.name(), input, call.idempotencyKey(), within(call.deadline()));
      lifecycle.succeeded();
      return CallResult.read(
          result, settings.limits().textCharacters(), settings.limits().resultBytes());
    } catch (McpRefused refused) {
      throw failure("refuses the call: " + refused.getMessage());
    } catch (TimeoutException _) {
      checkWhetherThere(used);
      throw unknown("did not answer in time");
    } catch (InterruptedException stopped) {
      checkWhetherThere(used);
      throw stopped;
    } catch (McpBroken broken) {
      lifecycle.failed(used, broken);
      var what = "failed: " + broken.getMessage();
      if (broken.mayHaveWorked()) {
        throw unknown(what);
      }
      throw failure(what);
    }
  }

  /**
   * Not by the call that was late: it has no time left, and whoever waits for it does not either.
   */
  private void checkWhetherThere(McpSession used) {
    Thread.startVirtualThread(() -> {
      try {
        if (!used.isThere()) {
          lifecycle.drop(used, new McpBroken("it does not answer any more"));
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
    var hash =
        lifecycle
            .hash(pinned.name())
            .orElseThrow(() -> failure("has no tool " + pinned.name() + " any more"));
    if (!hash.equals(pinned.hash())) {
      throw failure(
          "describes %s otherwise than when it was pinned; it is not called until a person has looked at it: ./troupe mcp pin %s"
              .formatted(pinned.name(), settings.name()));
    }
  }

  private McpSession session() throws InterruptedException {
    try {
      return lifecycle.session();
    } catch (McpBroken broken) {
      throw failure("cannot be used: " + broken.getMessage());
    }
  }

  private McpOutcomeUnknown unknown(String what) {
    return new McpOutcomeUnknown(
        "The MCP server %s %s; whether it did its work is not known"
            .formatted(settings.name(), what));
  }

  private ToolFailure failure(String what) {
    return new ToolFailure("The MCP server %s %s".formatted(settings.name(), what));
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
