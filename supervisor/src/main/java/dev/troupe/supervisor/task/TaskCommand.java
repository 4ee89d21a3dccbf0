package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Shared;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.workflow.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task may be told. Each carries its moment: time and chance come from outside. */
public sealed interface TaskCommand {
  Instant now();

  /** For everything random that is evaluated because of this command. */
  long seed();

  default Moment moment() {
    return new Moment(now(), seed());
  }

  /**
   * Begin; {@code input} is the workflow's.
   *
   * @param untrusted whether it may hold text from outside; null if not
   */
  record Submit(
      String workflow,
      String workflowHash,
      JsonNode input,
      List<String> knowledge,
      Map<String, String> labels,
      TaskEvent.Limits limits,
      @Nullable String model,
      String bodyHash,
      String traceparent,
      TaskEvent.@Nullable Parent parent,
      TaskEvent.@Nullable Origin origin,
      @Nullable Boolean untrusted,
      Instant now,
      long seed)
      implements TaskCommand {

    /** Of a task that begins at its workflow's beginning. */
    public Submit(
        String workflow,
        String workflowHash,
        JsonNode input,
        List<String> knowledge,
        Map<String, String> labels,
        TaskEvent.Limits limits,
        @Nullable String model,
        String bodyHash,
        String traceparent,
        TaskEvent.@Nullable Parent parent,
        Instant now,
        long seed) {
      this(
          workflow,
          workflowHash,
          input,
          knowledge,
          labels,
          limits,
          model,
          bodyHash,
          traceparent,
          parent,
          null,
          null,
          now,
          seed);
    }
  }

  /** A part of the history that a fork begins with, as it stands behind {@code after}. */
  record Copy(long after, List<TaskEvent> events, Instant now, long seed) implements TaskCommand {}

  /** The whole history is there: go on live. */
  record GoLive(Instant now, long seed) implements TaskCommand {}

  /** An agent's answer. */
  record AcceptReturn(
      int assignment,
      int attempt,
      JsonNode output,
      long transcriptSequence,
      Usage usage,
      Instant now,
      long seed,
      @Nullable String engine,
      @Nullable Shared shared,
      @Nullable Boolean untrusted)
      implements TaskCommand {

    AcceptReturn(
        int assignment,
        int attempt,
        JsonNode output,
        long transcriptSequence,
        Usage usage,
        Instant now,
        long seed) {
      this(assignment, attempt, output, transcriptSequence, usage, now, seed, null);
    }

    AcceptReturn(
        int assignment,
        int attempt,
        JsonNode output,
        long transcriptSequence,
        Usage usage,
        Instant now,
        long seed,
        @Nullable String engine) {
      this(assignment, attempt, output, transcriptSequence, usage, now, seed, engine, null);
    }

    AcceptReturn(
        int assignment,
        int attempt,
        JsonNode output,
        long transcriptSequence,
        Usage usage,
        Instant now,
        long seed,
        @Nullable String engine,
        @Nullable Shared shared) {
      this(assignment, attempt, output, transcriptSequence, usage, now, seed, engine, shared, null);
    }
  }

  /** An agent cannot go on before others have answered. */
  record AcceptAsks(
      int assignment,
      int attempt,
      List<Ask> asks,
      Instant now,
      long seed,
      @Nullable Boolean untrusted)
      implements TaskCommand {

    AcceptAsks(int assignment, int attempt, List<Ask> asks, Instant now, long seed) {
      this(assignment, attempt, asks, now, seed, null);
    }
  }

  /** An agent has given up. */
  record AcceptFailure(
      int assignment,
      int attempt,
      String error,
      String cause,
      Usage usage,
      Instant now,
      long seed,
      @Nullable String engine,
      @Nullable Boolean untrusted)
      implements TaskCommand {

    AcceptFailure(
        int assignment,
        int attempt,
        String error,
        String cause,
        Usage usage,
        Instant now,
        long seed) {
      this(assignment, attempt, error, cause, usage, now, seed, null, null);
    }
  }

  /**
   * A task of its own has ended, and with it the step that it is.
   *
   * @param steps that it took of those that it was lent; null where it was lent none
   * @param untrusted whether what it says may hold text from outside; null if not
   */
  record AcceptChild(
      int assignment,
      int attempt,
      TaskView child,
      @Nullable Integer steps,
      @Nullable Boolean untrusted,
      Instant now,
      long seed)
      implements TaskCommand {

    /** With a limit for itself. */
    AcceptChild(int assignment, int attempt, TaskView child, Instant now, long seed) {
      this(assignment, attempt, child, null, now, seed);
    }

    /** That has read nothing from outside. */
    AcceptChild(
        int assignment,
        int attempt,
        TaskView child,
        @Nullable Integer steps,
        Instant now,
        long seed) {
      this(assignment, attempt, child, steps, null, now, seed);
    }
  }

  /** What somebody with a step's token says; a heartbeat decides nothing and does not come here. */
  record AcceptCallback(String token, Callback callback, Instant now, long seed)
      implements TaskCommand {}

  /** Somebody decides an approval. */
  record Decide(String approval, ApprovalDecision decision, Instant now, long seed)
      implements TaskCommand {}

  /**
   * Somebody tells the task's agents something.
   *
   * @param to a role, or an assignment's number; null for whoever is at work
   */
  record GiveMessage(String message, String text, @Nullable String to, Instant now, long seed)
      implements TaskCommand {}

  /** Do what has fallen due. */
  record FireTimers(LastHeard heard, Instant now, long seed) implements TaskCommand {}

  /** Go on where one write was not enough. */
  record Continue(Instant now, long seed) implements TaskCommand {}

  /** Begin the next run of a task that failed or was cancelled. */
  record Redrive(Instant now, long seed) implements TaskCommand {}

  record Cancel(String reason, Instant now, long seed) implements TaskCommand {}
}
