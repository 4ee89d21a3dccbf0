package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.telemetry.LogContext;
import dev.troupe.agents.tool.Reconcilable;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.PlainWords;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls tools, each on a thread of its own, so many at a time and never longer than it may take. A
 * tool that does not heed its interrupt may still be at work afterwards.
 */
final class ToolCaller {
  private static final int ERROR_CHARACTERS_AT_MOST = 2_000;

  private static final String STILL_AT_WORK =
      "it was called before, and that call is still at work on this node";

  private final CallsAtWork atWork = new CallsAtWork();
  private final Executor blocking;
  private final ToolSettings settings;
  private final FairPlaces places;

  /** By the tool's name. */
  private final Map<String, FairPlaces> placesOfTool = new ConcurrentHashMap<>();

  /**
   * @param blocking starts a virtual thread for each
   */
  ToolCaller(Executor blocking, ToolSettings settings) {
    this.blocking = blocking;
    this.settings = settings;
    this.places = new FairPlaces(settings.atOnce());
  }

  /**
   * Work that needs one of the tool's places and one of the node's: a tool that is slow takes its
   * own, and leaves the others theirs. Null if none became free in time.
   */
  <T> @Nullable T inPlace(String tool, String tenant, ToolTime time, Callable<T> work)
      throws Exception {
    var ofTool = placesOfTool.computeIfAbsent(tool, _ -> new FairPlaces(settings.ofOneAtOnce()));
    if (!ofTool.take(tenant, time.left())) {
      return null;
    }
    try {
      return inPlace(tenant, time, work);
    } finally {
      ofTool.give();
    }
  }

  private <T> @Nullable T inPlace(String tenant, ToolTime time, Callable<T> work) throws Exception {
    if (!places.take(tenant, time.left())) {
      return null;
    }
    try {
      return work.call();
    } finally {
      places.give();
    }
  }

  /**
   * @throws InterruptedException if nobody wants to know any more
   */
  ToolOutcome call(Tool tool, ToolCall call, JsonNode input, ToolTime time)
      throws InterruptedException {
    if (time.isOver()) {
      return error(tool, "no time was left for it, and it was not called");
    }
    try {
      return changes(tool)
          ? change(tool, call, input, time)
          : result(tool, run(tool, call, () -> tool.call(call, input), time.left(), () -> {}));
    } catch (TimeoutException late) {
      return error(tool, noResult(time));
    } catch (ExecutionException failed) {
      return error(tool, message(failed.getCause()));
    }
  }

  private ToolOutcome change(Tool tool, ToolCall call, JsonNode input, ToolTime time)
      throws InterruptedException {
    var begun = atWork.begin(call, Duration.ZERO);
    if (begun.isEmpty()) {
      return unknown(tool, STILL_AT_WORK);
    }
    // Whoever was stopped before this point must not call any more; behind it others see the call.
    if (Thread.interrupted()) {
      begun.get().close();
      throw new InterruptedException();
    }
    try {
      return result(
          tool, run(tool, call, () -> tool.call(call, input), time.left(), begun.get()::close));
    } catch (TimeoutException late) {
      return lookedUp(tool, call, input, time, noResult(time), false);
    } catch (ExecutionException failed) {
      var cause = failed.getCause();
      return cause instanceof ToolFailure
          ? error(tool, message(cause))
          : lookedUp(tool, call, input, time, message(cause), true);
    }
  }

  /** For a call that was begun before; empty if it has changed nothing. */
  Optional<ToolOutcome> lookUp(Tool tool, ToolCall call, JsonNode input, Duration timeout)
      throws InterruptedException {
    if (!(tool instanceof Reconcilable reconcilable)) {
      return Optional.of(
          unknown(tool, "it was begun, its end was not recorded, and it cannot be asked"));
    }
    // Looked for before the tool is asked: what ends in between is found there.
    var end = atWork.endOf(call);
    var outcome = ask(reconcilable, call, input, timeout);
    if (outcome.isPresent() || end.isEmpty()) {
      return outcome;
    }
    var patience = timeout.dividedBy(2);
    return end.get().await(patience.toNanos(), TimeUnit.NANOSECONDS)
        ? ask(reconcilable, call, input, timeout.minus(patience))
        : Optional.of(unknown(tool, STILL_AT_WORK));
  }

  private Optional<ToolOutcome> ask(
      Reconcilable tool, ToolCall call, JsonNode input, Duration timeout)
      throws InterruptedException {
    if (!timeout.isPositive()) {
      return Optional.of(unknown(tool, "no time was left to ask it"));
    }
    try {
      return run(tool, call, () -> tool.reconcile(call, input), timeout, () -> {})
          .map(json -> result(tool, json));
    } catch (TimeoutException late) {
      return Optional.of(
          unknown(tool, "it was asked, and did not answer within " + PlainWords.of(timeout)));
    } catch (ExecutionException failed) {
      return Optional.of(unknown(tool, "it was asked, and failed: " + message(failed.getCause())));
    }
  }

  private ToolOutcome lookedUp(
      Tool tool, ToolCall call, JsonNode input, ToolTime time, String failure, boolean ended)
      throws InterruptedException {
    if (!(tool instanceof Reconcilable)) {
      return unknown(tool, failure);
    }
    var outcome = lookUp(tool, call, input, time.leftToAsk());
    // What was interrupted may come to it yet.
    return outcome.orElseGet(() ->
        ended
            ? error(tool, failure + ". It has changed nothing.")
            : unknown(tool, failure + ", and may still be at work"));
  }

  private static String noResult(ToolTime time) {
    return "it gave no result within " + PlainWords.of(time.timeout());
  }

  /**
   * @param ended told once the work has really ended, which may be long after anybody waits for it
   */
  private <T> T run(Tool tool, ToolCall call, Callable<T> work, Duration timeout, Runnable ended)
      throws InterruptedException, ExecutionException, TimeoutException {
    var task =
        new FutureTask<>(() -> {
          Thread.currentThread().setContextClassLoader(tool.loader());
          try (var _ = LogContext.of(call.tenant(), call.taskId(), call.assignment())) {
            return work.call();
          }
        });
    execute(task, ended);
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      task.cancel(true);
    }
  }

  private void execute(Runnable task, Runnable ended) {
    try {
      blocking.execute(() -> {
        try {
          task.run();
        } finally {
          ended.run();
        }
      });
    } catch (RejectedExecutionException stopping) {
      ended.run();
      throw stopping;
    }
  }

  /** What a result is to a model, wherever it comes from. */
  ToolOutcome result(Tool tool, JsonNode json) {
    try {
      return bounded(tool, Json.write(json));
    } catch (IllegalArgumentException unwritable) {
      return unusable(tool, "its result cannot be stored: " + unwritable.getMessage());
    }
  }

  /** A result is as it comes back out of the journal, so that a prompt is the same ever after. */
  private ToolOutcome bounded(Tool tool, String json) {
    // Written twice: a number that no double holds is a text from the second time on.
    var stored = Json.parse(Json.write(Json.parse(json)));
    var bytes = Json.bytes(stored).length;
    return bytes <= settings.resultBytes()
        ? new ToolOutcome.Result(stored)
        : unusable(
            tool,
            "its result has %d bytes, more than the %d that are taken"
                .formatted(bytes, settings.resultBytes()));
  }

  private static ToolOutcome unusable(Tool tool, String why) {
    return error(tool, changes(tool) ? "it was done, but " + why : why + "; ask for less");
  }

  private static boolean changes(Tool tool) {
    return tool.spec().effect() == Effect.CHANGES;
  }

  private static ToolOutcome error(Tool tool, String what) {
    return new ToolOutcome.Failed(cut(tool.spec().name() + ": " + what));
  }

  private static ToolOutcome unknown(Tool tool, String what) {
    return ToolOutcome.Unknown.of(tool.spec().name(), what);
  }

  private static String message(@Nullable Throwable failure) {
    if (failure instanceof ToolFailure said) {
      return String.valueOf(said.getMessage());
    }
    return failure == null ? "it failed" : PlainWords.of(failure);
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), ERROR_CHARACTERS_AT_MOST));
  }
}
