package dev.troupe.agents.function;

import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import dev.troupe.agents.telemetry.LogContext;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One attempt at one step, on a thread of its own. */
final class FunctionRun implements Runnable {
  private static final int CAUSE_CHARACTERS_AT_MOST = 2_000;

  private final BoundFunction function;
  private final Assignment assignment;
  private final BiConsumer<FunctionRun, AgentReply> done;
  private @Nullable Thread thread;
  private boolean stopped;

  /**
   * @param done hears how it ended, always once
   */
  FunctionRun(
      BoundFunction function, Assignment assignment, BiConsumer<FunctionRun, AgentReply> done) {
    this.function = function;
    this.assignment = assignment;
    this.done = done;
  }

  /** Whether there is time left for it. */
  boolean isWanted(Instant now) {
    return now.isBefore(assignment.deadline());
  }

  @Override
  public void run() {
    var reply = failed("Java.Stopped", "It was stopped before it began.");
    try {
      if (begin()) {
        reply = reply();
      }
    } finally {
      end();
      done.accept(this, reply);
    }
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    thread.setContextClassLoader(function.loader());
    return !stopped;
  }

  private synchronized void end() {
    thread = null;
  }

  /** Its result is not wanted any more. */
  synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private AgentReply reply() {
    var agent = assignment.agent();
    try (var _ = LogContext.of(agent.tenant(), agent.taskId(), assignment.number())) {
      var output = function.apply(assignment.input(), call());
      return new AgentReply.Returned(
          assignment.number(),
          assignment.attempt(),
          output,
          0,
          Usage.NONE,
          null,
          null,
          untrusted());
    } catch (FunctionFailure named) {
      return failed(named.error(), message(named));
    } catch (Throwable thrown) {
      // Whatever a user's code throws is the step's end, not this thread's.
      return failed(thrown.getClass().getName(), message(thrown));
    }
  }

  /** A message may be made by a user's code, too. */
  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable inMessage) {
      return "Its message cannot be read: " + inMessage.getClass().getName();
    }
  }

  private FunctionCall call() {
    var agent = assignment.agent();
    return new FunctionCall(
        agent.tenant(),
        agent.taskId(),
        assignment.collections(),
        assignment.number(),
        assignment.attempt(),
        agent.taskId() + ":" + assignment.number() + ":1",
        assignment.deadline());
  }

  private AgentReply failed(String error, @Nullable String cause) {
    var said =
        cause == null || cause.isBlank()
            ? "%s gave no reason.".formatted(assignment.role())
            : cause;
    return new AgentReply.Failed(
        assignment.number(),
        assignment.attempt(),
        error,
        said.substring(0, Math.min(said.length(), CAUSE_CHARACTERS_AT_MOST)),
        Usage.NONE,
        null,
        untrusted());
  }

  private @Nullable Boolean untrusted() {
    return function.isUntrusted() ? true : null;
  }
}
