package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Requests of a connection that wait for their answers, which come in any order. */
final class OpenRequests {
  private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable McpBroken> broken = new AtomicReference<>();

  void expect(long id) throws McpBroken {
    open.put(id, new CompletableFuture<>());
    var why = broken.get();
    if (why != null) {
      open.remove(id);
      throw McpBroken.untouched(String.valueOf(why.getMessage()), why);
    }
  }

  JsonNode await(long id, Duration within)
      throws McpBroken, TimeoutException, InterruptedException {
    var answer = open.get(id);
    if (answer == null) {
      throw new IllegalStateException("Nobody expects an answer to " + id);
    }
    try {
      return answer.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      var why = failed.getCause();
      throw new McpBroken(why == null ? "it failed" : String.valueOf(why.getMessage()), failed);
    }
  }

  void forget(long id) {
    open.remove(id);
  }

  /** An answer that nobody waits for any more is dropped. */
  void answered(JsonNode message) {
    var waiting = open.get(message.path("id").asLong(-1));
    if (waiting != null) {
      waiting.complete(message);
    }
  }

  /** Fails all that wait, and all that come. */
  void breakAll(McpBroken why) {
    if (broken.compareAndSet(null, why)) {
      open.values().forEach(waiting -> waiting.completeExceptionally(why));
    }
  }

  boolean isBroken() {
    return broken.get() != null;
  }
}
