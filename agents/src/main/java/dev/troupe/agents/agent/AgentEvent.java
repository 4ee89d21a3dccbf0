package dev.troupe.agents.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.Sent;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Source;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts in an agent's journal. Type names and fields are a storage format: add, never rename. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AgentEvent.AssignmentAccepted.class, name = "assignment-accepted"),
  @JsonSubTypes.Type(value = AgentEvent.PassagesRetrieved.class, name = "passages-retrieved"),
  @JsonSubTypes.Type(value = AgentEvent.FindingsRead.class, name = "findings-read"),
  @JsonSubTypes.Type(value = AgentEvent.MessageReceived.class, name = "message-received"),
  @JsonSubTypes.Type(value = AgentEvent.ModelReplied.class, name = "model-replied"),
  @JsonSubTypes.Type(value = AgentEvent.ToolStarted.class, name = "tool-started"),
  @JsonSubTypes.Type(value = AgentEvent.ToolReturned.class, name = "tool-returned"),
  @JsonSubTypes.Type(value = AgentEvent.FindingPublished.class, name = "finding-published"),
  @JsonSubTypes.Type(value = AgentEvent.FindingRetracted.class, name = "finding-retracted"),
  @JsonSubTypes.Type(value = AgentEvent.FindingClaimed.class, name = "finding-claimed"),
  @JsonSubTypes.Type(value = AgentEvent.AssignmentReturned.class, name = "assignment-returned"),
  @JsonSubTypes.Type(value = AgentEvent.AssignmentFailed.class, name = "assignment-failed"),
  @JsonSubTypes.Type(value = AgentEvent.AssignmentCancelled.class, name = "assignment-cancelled")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface AgentEvent {
  int assignment();

  int attempt();

  Instant at();

  /**
   * @param templateVersion the wording of the prompt around instructions and input
   * @param goesOnWith the call whose reply an earlier attempt had and nothing had come of yet, or
   *     which could not be used and was to be repaired; null where there was none
   * @param unheardFrom as it was assigned: the first earlier attempt that nobody heard the end of,
   *     so that this one tells what it used; null where there was none
   * @param untrusted whether the input may hold text from outside; absent if not
   */
  record AssignmentAccepted(
      int assignment,
      int attempt,
      String roleHash,
      int templateVersion,
      JsonNode input,
      List<String> collections,
      @Nullable Integer goesOnWith,
      @Nullable Integer unheardFrom,
      @Nullable Boolean untrusted,
      Instant at)
      implements AgentEvent {

    /** Whose input holds no text from outside. */
    public AssignmentAccepted(
        int assignment,
        int attempt,
        String roleHash,
        int templateVersion,
        JsonNode input,
        List<String> collections,
        @Nullable Integer goesOnWith,
        @Nullable Integer unheardFrom,
        Instant at) {
      this(
          assignment,
          attempt,
          roleHash,
          templateVersion,
          input,
          collections,
          goesOnWith,
          unheardFrom,
          null,
          at);
    }

    /** One behind which nothing is left. */
    public AssignmentAccepted(
        int assignment,
        int attempt,
        String roleHash,
        int templateVersion,
        JsonNode input,
        List<String> collections,
        Instant at) {
      this(assignment, attempt, roleHash, templateVersion, input, collections, null, null, at);
    }

    AssignmentAccepted goingOnWith(int call) {
      return new AssignmentAccepted(
          assignment,
          attempt,
          roleHash,
          templateVersion,
          input,
          collections,
          call,
          unheardFrom,
          untrusted,
          at);
    }

    boolean isUntrusted() {
      return Boolean.TRUE.equals(untrusted);
    }

    /** Whether nobody has heard how an earlier attempt has ended. */
    boolean isFirstToTellOf(Attempt earlier) {
      return unheardFrom != null && earlier.attempt() >= unheardFrom;
    }

    /** The same is asked of the same role: numbers are compared as they are written. */
    boolean asksTheSameAs(Assignment assigned) {
      return asksTheSame(assigned.roleHash(), assigned.input());
    }

    boolean asksTheSameAs(AssignmentAccepted other) {
      return asksTheSame(other.roleHash, other.input);
    }

    private boolean asksTheSame(String ofRole, JsonNode what) {
      return roleHash.equals(ofRole) && Json.write(input).equals(Json.write(what));
    }

    boolean goesOnWith(ModelReplied reply) {
      return goesOnWith != null && goesOnWith == reply.call();
    }
  }

  /**
   * @param ids best first; the passages themselves are kept by the knowledge base
   */
  record PassagesRetrieved(int assignment, int attempt, List<String> ids, Instant at)
      implements AgentEvent {}

  /**
   * What others had found stands in the attempt's prompts: as it was then, for nobody else keeps
   * it.
   *
   * @param findings never empty, in the order in which they are shown
   */
  record FindingsRead(int assignment, int attempt, List<Finding> findings, Instant at)
      implements AgentEvent {
    public FindingsRead {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Somebody told the agent something, which stands in every prompt from here on.
   *
   * @param message its id
   */
  record MessageReceived(int assignment, int attempt, String message, String text, Instant at)
      implements AgentEvent {}

  /**
   * @param call counted per assignment from 1, over all its attempts: the call's idempotency key
   * @param fault why the reply was not taken and is asked for again; null if it was taken
   * @param toolCalls what the model asks for before it goes on; never empty, null for nothing
   * @param sent null where nothing left the process
   * @param tools the hash of the tools that the model was told of; null for none
   * @param judging what others have to approve before it counts; null for nothing
   */
  record ModelReplied(
      int assignment,
      int attempt,
      int call,
      String text,
      Usage usage,
      String model,
      Duration latency,
      @Nullable String fault,
      @Nullable List<ToolRequest> toolCalls,
      @Nullable Sent sent,
      @Nullable String tools,
      @Nullable Judging judging,
      Instant at)
      implements AgentEvent {

    /** A reply that asks for no tools. */
    public ModelReplied(
        int assignment,
        int attempt,
        int call,
        String text,
        Usage usage,
        String model,
        Duration latency,
        @Nullable String fault,
        Instant at) {
      this(assignment, attempt, call, text, usage, model, latency, fault, null, at);
    }

    /** A reply that came from no endpoint. */
    public ModelReplied(
        int assignment,
        int attempt,
        int call,
        String text,
        Usage usage,
        String model,
        Duration latency,
        @Nullable String fault,
        @Nullable List<ToolRequest> toolCalls,
        Instant at) {
      this(
          assignment,
          attempt,
          call,
          text,
          usage,
          model,
          latency,
          fault,
          toolCalls,
          null,
          null,
          null,
          at);
    }

    /** The model as it was asked; an endpoint may name itself otherwise. */
    String engine() {
      return sent == null ? model : sent.model();
    }

    boolean asksForTools() {
      return toolCalls != null;
    }

    /** What others than this process bring before the agent goes on, by its place. */
    List<ToolRequest> awaited() {
      return judging == null
          ? requests()
          : judging.by().stream().map(name -> new ToolRequest(name, "guardrail", "")).toList();
    }

    boolean isToBeJudged() {
      return judging != null;
    }

    /** The same, with an output that others have to approve. */
    ModelReplied judging(Judging output) {
      return new ModelReplied(
          assignment,
          attempt,
          call,
          text,
          usage,
          model,
          latency,
          fault,
          toolCalls,
          sent,
          tools,
          output,
          at);
    }

    /** The same, as others have refused it. */
    ModelReplied refused(String why) {
      return new ModelReplied(
          assignment,
          attempt,
          call,
          text,
          usage,
          model,
          latency,
          fault == null ? why : fault + " " + why,
          toolCalls,
          sent,
          tools,
          judging,
          at);
    }

    List<ToolRequest> requests() {
      return toolCalls == null ? List.of() : toolCalls;
    }
  }

  /**
   * A reply's output that guardrails have to approve.
   *
   * @param output as in {@link AssignmentReturned}
   * @param sequence the journal's sequence number of the reply
   * @param by names of the role's guardrails; their verdicts are recorded as returns of tools, each
   *     at its place in this list, from 1
   * @param mayRepair whether the model is asked again if one refuses
   */
  record Judging(Value output, long sequence, List<String> by, boolean mayRepair) {
    public Judging {
      by = List.copyOf(by);
    }
  }

  /**
   * A tool that changes something is about to be called: from here on, without its return, nobody
   * knows whether it was.
   *
   * @param call of the model, whose reply asked for it
   * @param place in that reply, from 1
   */
  record ToolStarted(
      int assignment, int attempt, int call, int place, String toolCallId, String name, Instant at)
      implements AgentEvent {}

  /**
   * @param call of the model, whose reply asked for it
   * @param place in that reply, from 1
   * @param result null where there is an error instead
   * @param error for the model to read
   * @param untrusted whether the result is text from outside; absent if not
   */
  record ToolReturned(
      int assignment,
      int attempt,
      int call,
      int place,
      String toolCallId,
      String name,
      @Nullable JsonNode result,
      @Nullable String error,
      @Nullable Boolean untrusted,
      Duration latency,
      Instant at)
      implements AgentEvent {

    boolean isFromOutside() {
      return Boolean.TRUE.equals(untrusted);
    }
  }

  /**
   * The agent lets the others of its task know.
   *
   * @param finding its id
   * @param confidence from 0 to 1; null where it did not say
   * @param contradicts ids of findings that cannot be true if this one is; null for none
   */
  record FindingPublished(
      int assignment,
      int attempt,
      String finding,
      String claim,
      List<Source> sources,
      @Nullable Double confidence,
      @Nullable List<String> contradicts,
      Instant at)
      implements AgentEvent {

    static FindingPublished of(int assignment, int attempt, Finding found) {
      return new FindingPublished(
          assignment,
          attempt,
          found.id(),
          found.claim(),
          found.sources(),
          found.confidence(),
          found.contradicts(),
          found.at());
    }

    FindingPublished at(Instant other) {
      return new FindingPublished(
          assignment, attempt, finding, claim, sources, confidence, contradicts, other);
    }

    /** Whoever owns the journal is its author. */
    Finding by(String author) {
      return new Finding(finding, author, claim, sources, confidence, contradicts, at);
    }
  }

  /** It does not hold any more what it had published. */
  record FindingRetracted(int assignment, int attempt, String finding, Instant at)
      implements AgentEvent {

    FindingRetracted at(Instant other) {
      return new FindingRetracted(assignment, attempt, finding, other);
    }
  }

  /** Its supervisor has decided that this question is its own. */
  record FindingClaimed(int assignment, int attempt, String question, Instant at)
      implements AgentEvent {}

  /**
   * @param output where the reply already is the output, a reference to it: to the reply's {@code
   *     text}, or to the {@code json} that its text is
   */
  record AssignmentReturned(int assignment, int attempt, Value output, Usage usage, Instant at)
      implements AgentEvent {}

  record AssignmentFailed(
      int assignment, int attempt, String error, String cause, Usage usage, Instant at)
      implements AgentEvent {}

  record AssignmentCancelled(int assignment, int attempt, Instant at) implements AgentEvent {}
}
