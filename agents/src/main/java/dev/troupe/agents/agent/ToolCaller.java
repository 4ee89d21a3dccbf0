package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.Reconcilable;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls tools, each on a thread of its own, so many at a time and never longer than it may take. A
 * tool that does not heed its interrupt may still be at work afterwards.
 */
final class ToolCaller {
  private static final int ERROR_CHARACTERS_AT_MOST = 2_000;

  private final Executor blocking;
  private final ToolSettings settings;
  private final Semaphore places;

  /**
   * @param blocking starts a virtual thread for each
   */
  ToolCaller(Executor blocking, ToolSettings settings) {
    this.blocking = blocking;
    this.settings = settings;
    this.places = new Semaphore(settings.atOnce(), true);
  }

  /** Work that needs one of the places; null if none became free in time. */
  <T> @Nullable T inPlace(Duration within, Callable<T> work) throws Exception {
    if (!places.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS)) {
      return null;
    }
    try {
      return work.call();
    } finally {
      places.release();
    }
  }

  /**
   * @throws InterruptedException if nobody wants to know any more
   */
  ToolOutcome call(Tool tool, ToolCall call, JsonNode input, Duration timeout)
      throws InterruptedException {
    try {
      return result(tool, run(tool, () -> tool.call(call, input), timeout));
    } catch (TimeoutException late) {
      return changes(tool)
          ? lookedUp(tool, call, input, timeout, "it gave no result within " + timeout, false)
          : error(tool, "it gave no result within " + timeout);
    } catch (ExecutionException failed) {
      var cause = failed.getCause();
      return cause instanceof ToolFailure || !changes(tool)
          ? error(tool, message(cause))
          : lookedUp(tool, call, input, timeout, message(cause), true);
    }
  }

  /** For a call that was begun in an earlier life; empty if it has changed nothing. */
  Optional<ToolOutcome> lookUp(Tool tool, ToolCall call, JsonNode input, Duration timeout)
      throws InterruptedException {
    if (!(tool instanceof Reconcilable reconcilable)) {
      return Optional.of(
          unknown(tool, "the process ended while it was at work, and it cannot be asked"));
    }
    try {
      return run(tool, () -> reconcilable.reconcile(call, input), timeout)
          .map(json -> result(tool, json));
    } catch (TimeoutException late) {
      return Optional.of(unknown(tool, "it was asked, and did not answer within " + timeout));
    } catch (ExecutionException failed) {
      return Optional.of(unknown(tool, "it was asked, and failed: " + message(failed.getCause())));
    }
  }

  private ToolOutcome lookedUp(
      Tool tool, ToolCall call, JsonNode input, Duration timeout, String failure, boolean ended)
      throws InterruptedException {
    if (!(tool instanceof Reconcilable)) {
      return unknown(tool, failure);
    }
    var outcome = lookUp(tool, call, input, timeout);
    // What was interrupted may come to it yet.
    return outcome.orElseGet(() ->
        ended
            ? error(tool, failure + ". It has changed nothing.")
            : unknown(tool, failure + ", and may still be at work"));
  }

  private <T> T run(Tool tool, Callable<T> work, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    var task =
        new FutureTask<>(() -> {
          Thread.currentThread().setContextClassLoader(tool.loader());
          return work.call();
        });
    blocking.execute(task);
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      task.cancel(true);
    }
  }

  private ToolOutcome result(Tool tool, JsonNode json) {
    var bytes = Json.bytes(json).length;
    if (bytes <= settings.resultBytes()) {
      return new ToolOutcome.Result(json);
    }
    return error(
        tool,
        "%sits result has %d bytes, more than the %d that are taken%s"
            .formatted(
                changes(tool) ? "it was done, but " : "",
                bytes,
                settings.resultBytes(),
                changes(tool) ? "" : "; ask for less"));
  }

  private static boolean changes(Tool tool) {
    return tool.spec().effect() == Effect.CHANGES;
  }

  private static ToolOutcome error(Tool tool, String what) {
    return new ToolOutcome.Failed(bounded(tool.spec().name() + ": " + what));
  }

  private static ToolOutcome unknown(Tool tool, String what) {
    return new ToolOutcome.Unknown(
        bounded(
            "Nobody knows whether the tool %s has changed something: %s. Look there, then decide."
                .formatted(tool.spec().name(), what)));
  }

  private static String message(@Nullable Throwable failure) {
    if (failure instanceof ToolFailure said) {
      return String.valueOf(said.getMessage());
    }
    try {
      return String.valueOf(failure);
    } catch (RuntimeException inMessage) {
      return "its failure cannot be read";
    }
  }

  private static String bounded(String text) {
    return text.substring(0, Math.min(text.length(), ERROR_CHARACTERS_AT_MOST));
  }
}
