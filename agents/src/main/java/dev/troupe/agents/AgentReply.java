package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.shared.Shared;
import dev.troupe.cluster.CborSerializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent answers; what does not fit the open (assignment, attempt) is ignored. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AgentReply.Working.class, name = "working"),
  @JsonSubTypes.Type(value = AgentReply.Progress.class, name = "progress"),
  @JsonSubTypes.Type(value = AgentReply.Asks.class, name = "asks"),
  @JsonSubTypes.Type(value = AgentReply.Returned.class, name = "returned"),
  @JsonSubTypes.Type(value = AgentReply.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = AgentReply.Cancelled.class, name = "cancelled")
})
public sealed interface AgentReply extends CborSerializable {
  int assignment();

  /** Heard and begun (or still at it). Nothing is durable yet. */
  record Working(int assignment, int attempt) implements AgentReply {}

  /** For watchers only: never stored, may be lost. */
  record Progress(int assignment, int attempt, String text) implements AgentReply {}

  /**
   * It cannot go on before others have answered, and holds nothing meanwhile. Said again whenever
   * it is assigned without all the answers.
   *
   * @param untrusted whether what it asks may hold text from outside; null if not
   */
  record Asks(int assignment, int attempt, List<Ask> asks, @Nullable Boolean untrusted)
      implements AgentReply {

    /** In words of its own. */
    public Asks(int assignment, int attempt, List<Ask> asks) {
      this(assignment, attempt, asks, null);
    }
  }

  /**
   * Done and durable in the agent's journal.
   *
   * @param transcriptSequence the agent's sequence number at the return
   * @param engine the models that answered, joined by {@code ", "}; null for none
   * @param shared what it has let others know meanwhile; null for nothing
   * @param untrusted whether the output may hold text from outside; null if not
   */
  record Returned(
      int assignment,
      int attempt,
      JsonNode output,
      long transcriptSequence,
      Usage usage,
      @Nullable String engine,
      @Nullable Shared shared,
      @Nullable Boolean untrusted)
      implements AgentReply {

    /** Where no model was asked. */
    public Returned(
        int assignment, int attempt, JsonNode output, long transcriptSequence, Usage usage) {
      this(assignment, attempt, output, transcriptSequence, usage, null);
    }

    /** Where nobody else was let know anything. */
    public Returned(
        int assignment,
        int attempt,
        JsonNode output,
        long transcriptSequence,
        Usage usage,
        @Nullable String engine) {
      this(assignment, attempt, output, transcriptSequence, usage, engine, null);
    }

    /** Where nothing from outside was read. */
    public Returned(
        int assignment,
        int attempt,
        JsonNode output,
        long transcriptSequence,
        Usage usage,
        @Nullable String engine,
        @Nullable Shared shared) {
      this(assignment, attempt, output, transcriptSequence, usage, engine, shared, null);
    }
  }

  /**
   * Failed for good in this attempt; the workflow's Retry and Catch decide what follows.
   *
   * @param error an error name, for instance {@code Model.Unavailable}
   * @param cause one sentence: what, where, what to do
   * @param engine the models that answered all the same; null for none
   * @param untrusted whether the cause may hold text from outside; null if not
   */
  record Failed(
      int assignment,
      int attempt,
      String error,
      String cause,
      Usage usage,
      @Nullable String engine,
      @Nullable Boolean untrusted)
      implements AgentReply {

    /** Where no model has answered. */
    public Failed(int assignment, int attempt, String error, String cause, Usage usage) {
      this(assignment, attempt, error, cause, usage, null);
    }

    /** Where nothing from outside was read. */
    public Failed(
        int assignment,
        int attempt,
        String error,
        String cause,
        Usage usage,
        @Nullable String engine) {
      this(assignment, attempt, error, cause, usage, engine, null);
    }
  }

  record Cancelled(int assignment, int attempt) implements AgentReply {}
}
