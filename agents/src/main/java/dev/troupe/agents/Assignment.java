package dev.troupe.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One visit of a Task state, handed to an agent.
 *
 * @param number counted per task, from 1
 * @param attempt 1 for the first; a retry by the workflow counts on
 * @param role the role's name; {@code roleHash} pins its data
 * @param input what the state's Arguments evaluated to
 * @param collections the only collections that this task may search
 * @param deadline after it an answer is not wanted any more
 * @param traceparent W3C trace context, or empty
 * @param charge what its model calls are charged to; null where nobody counts
 * @param callers the roles whose models called for it, each by the one before; null for a step
 * @param unheardFrom the first of the attempts before this one that nobody heard the end of: what
 *     was answered since then is still wanted. Null where there is none
 * @param alone whether nobody else has worked for the task who could have found anything; null
 *     where that is not known
 * @param untrusted whether the input may hold text from outside; null if not
 */
public record Assignment(
    AgentId agent,
    int number,
    int attempt,
    String role,
    String roleHash,
    JsonNode input,
    List<String> collections,
    Instant deadline,
    String traceparent,
    @Nullable Charge charge,
    @Nullable List<String> callers,
    @Nullable Integer unheardFrom,
    @Nullable Boolean alone,
    @Nullable Boolean untrusted) {

  public boolean isAlone() {
    return Boolean.TRUE.equals(alone);
  }

  /** Whose input holds no text from outside. */
  public Assignment(
      AgentId agent,
      int number,
      int attempt,
      String role,
      String roleHash,
      JsonNode input,
      List<String> collections,
      Instant deadline,
      String traceparent,
      @Nullable Charge charge,
      @Nullable List<String> callers,
      @Nullable Integer unheardFrom,
      @Nullable Boolean alone) {
    this(
        agent,
        number,
        attempt,
        role,
        roleHash,
        input,
        collections,
        deadline,
        traceparent,
        charge,
        callers,
        unheardFrom,
        alone,
        null);
  }

  /** Of a step. */
  public Assignment(
      AgentId agent,
      int number,
      int attempt,
      String role,
      String roleHash,
      JsonNode input,
      List<String> collections,
      Instant deadline,
      String traceparent,
      @Nullable Charge charge) {
    this(
        agent,
        number,
        attempt,
        role,
        roleHash,
        input,
        collections,
        deadline,
        traceparent,
        charge,
        null,
        null,
        null);
  }

  /** Whose models called for it: none for a step. */
  public List<String> calledBy() {
    return callers == null ? List.of() : callers;
  }

  /** Of a task without a budget. */
  public Assignment(
      AgentId agent,
      int number,
      int attempt,
      String role,
      String roleHash,
      JsonNode input,
      List<String> collections,
      Instant deadline,
      String traceparent) {
    this(agent, number, attempt, role, roleHash, input, collections, deadline, traceparent, null);
  }
}
