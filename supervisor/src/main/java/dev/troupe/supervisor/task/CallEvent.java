package dev.troupe.supervisor.task;

import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Shared;
import dev.troupe.persistence.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of an agent that another one has called, in a task's journal; stored like every {@link
 * TaskEvent}.
 */
public sealed interface CallEvent extends TaskEvent {
  int assignment();

  /**
   * An agent's model has called for another agent, which does its part now.
   *
   * @param asked whose model, and by which of its tool calls
   * @param agent the called one's number in this task
   * @param attempt where an earlier attempt of who called brought no answer; null for the first
   * @param untrusted whether the input may hold text from outside; absent if not
   */
  record AgentCalled(
      int assignment,
      Approval.Asked asked,
      int agent,
      String role,
      String roleHash,
      String model,
      int frame,
      String state,
      Value input,
      Instant deadline,
      @Nullable Integer attempt,
      @Nullable Boolean untrusted,
      Instant at)
      implements CallEvent {

    /** Whose input holds no text from outside. */
    AgentCalled(
        int assignment,
        Approval.Asked asked,
        int agent,
        String role,
        String roleHash,
        String model,
        int frame,
        String state,
        Value input,
        Instant deadline,
        @Nullable Integer attempt,
        Instant at) {
      this(
          assignment,
          asked,
          agent,
          role,
          roleHash,
          model,
          frame,
          state,
          input,
          deadline,
          attempt,
          null,
          at);
    }

    /** For the first time. */
    AgentCalled(
        int assignment,
        Approval.Asked asked,
        int agent,
        String role,
        String roleHash,
        String model,
        int frame,
        String state,
        Value input,
        Instant deadline,
        Instant at) {
      this(
          assignment,
          asked,
          agent,
          role,
          roleHash,
          model,
          frame,
          state,
          input,
          deadline,
          null,
          null,
          at);
    }
  }

  /**
   * What was called for has come to its end.
   *
   * @param output null where it failed
   * @param error null where it did not fail
   * @param engine the models that answered, where they are others than the one that it was given to
   * @param abandoned whether the called agent is told to stop; null if not
   * @param shared what it has let the others know; null for nothing
   * @param untrusted whether that may hold text from outside; null where nobody said
   */
  record AgentCallEnded(
      int assignment,
      @Nullable Value output,
      @Nullable String error,
      @Nullable String cause,
      long transcriptSequence,
      Usage usage,
      @Nullable String engine,
      @Nullable Boolean abandoned,
      @Nullable Shared shared,
      @Nullable Boolean untrusted,
      Instant at)
      implements CallEvent {

    /** Of one whose agent did not say it. */
    AgentCallEnded(
        int assignment,
        @Nullable Value output,
        @Nullable String error,
        @Nullable String cause,
        long transcriptSequence,
        Usage usage,
        @Nullable String engine,
        @Nullable Boolean abandoned,
        Instant at) {
      this(
          assignment,
          output,
          error,
          cause,
          transcriptSequence,
          usage,
          engine,
          abandoned,
          null,
          null,
          at);
    }
  }
}
