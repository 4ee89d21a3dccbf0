package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One attempt of one assignment, as far as it has come. */
public sealed interface Attempt {
  int assignment();

  int attempt();

  /**
   * Under way.
   *
   * @param passages what was retrieved for it; empty where nothing was, or not yet
   * @param replies the model's, oldest first; at most the last one was taken
   */
  record Open(
      AssignmentAccepted accepted, Optional<List<String>> passages, List<ModelReplied> replies)
      implements Attempt {

    public static Open of(AssignmentAccepted accepted) {
      return new Open(accepted, Optional.empty(), List.of());
    }

    @Override
    public int assignment() {
      return accepted.assignment();
    }

    @Override
    public int attempt() {
      return accepted.attempt();
    }

    Open withPassages(List<String> ids) {
      return new Open(accepted, Optional.of(ids), replies);
    }

    Open withReply(ModelReplied reply) {
      return new Open(
          accepted, passages, Stream.concat(replies.stream(), Stream.of(reply)).toList());
    }

    /** The same with only those replies that were not taken: what the model is shown again. */
    Open refused() {
      return new Open(
          accepted, passages, replies.stream().filter(reply -> reply.fault() != null).toList());
    }

    Optional<ModelReplied> taken() {
      return replies.stream().filter(reply -> reply.fault() == null).findFirst();
    }

    Usage usage() {
      return replies.stream().map(ModelReplied::usage).reduce(Usage.NONE, Usage::plus);
    }
  }

  /**
   * @param sequence the journal's sequence number at the return
   */
  record Returned(Open work, JsonNode output, Usage usage, long sequence) implements Attempt {
    @Override
    public int assignment() {
      return work.assignment();
    }

    @Override
    public int attempt() {
      return work.attempt();
    }
  }

  record Failed(Open work, String error, String cause, Usage usage) implements Attempt {
    @Override
    public int assignment() {
      return work.assignment();
    }

    @Override
    public int attempt() {
      return work.attempt();
    }
  }

  /** Called off; it may never have been heard of before. */
  record Cancelled(int assignment, int attempt) implements Attempt {}
}
