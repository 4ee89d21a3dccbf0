package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.troupe.cluster.CborSerializable;
import java.util.List;
import org.apache.pekko.actor.NotInfluenceReceiveTimeout;
import org.apache.pekko.actor.typed.ActorRef;

/** What an agent may be told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AgentCommand.Assign.class, name = "assign"),
  @JsonSubTypes.Type(value = AgentCommand.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = AgentCommand.Inherit.class, name = "inherit"),
  @JsonSubTypes.Type(value = AgentCommand.Watch.class, name = "watch")
})
public sealed interface AgentCommand extends CborSerializable {

  /**
   * Do this. Sent again until it is answered; the latest one replaces {@code replyTo}. A finished
   * agent answers from its journal. The same assignment at a higher attempt runs again.
   *
   * @param answers to what the agent asks of others, as far as there are any
   * @param messages to be read before the next call of the model, each once
   * @param moved whether the agent sends it to itself at its next home: who asked last may have
   *     asked there already, and then this is no newer than that
   */
  record Assign(
      Assignment assignment,
      ActorRef<AgentReply> replyTo,
      List<Answer> answers,
      List<TaskMessage> messages,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean moved)
      implements AgentCommand {

    public Assign(Assignment assignment, ActorRef<AgentReply> replyTo) {
      this(assignment, replyTo, List.of(), List.of());
    }

    public Assign(
        Assignment assignment,
        ActorRef<AgentReply> replyTo,
        List<Answer> answers,
        List<TaskMessage> messages) {
      this(assignment, replyTo, answers, messages, false);
    }

    /** The same for the agent's next home. */
    public Assign atNextHome() {
      return new Assign(assignment, replyTo, answers, messages, true);
    }
  }

  /**
   * Stop this assignment, up to and with this attempt, so that a late cancel never stops a retry.
   * Sent again until {@link AgentReply.Cancelled} is heard.
   */
  record Cancel(int assignment, int attempt, ActorRef<AgentReply> replyTo)
      implements AgentCommand {}

  /**
   * Begin with what another agent of this role had in its journal up to a sequence number. Sent
   * again until {@link Inherited} is heard, and before anything is assigned.
   */
  record Inherit(AgentId from, long through, ActorRef<Inherited> replyTo) implements AgentCommand {}

  /**
   * Somebody wants to see what models write while they write it. Sent again while somebody does;
   * forgotten when the watcher ends, or the agent leaves memory.
   */
  record Watch(ActorRef<Writing> watcher) implements AgentCommand, NotInfluenceReceiveTimeout {}

  /** The agent's own messages to itself; they never cross the wire. */
  non-sealed interface Internal extends AgentCommand {}
}
