package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.MessageReceived;
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
   * @param replies the model's, oldest first; at most the last one was taken as the output
   * @param tools what came of the tools that replies asked for
   * @param messages what it was told meanwhile
   * @param shares what it read of others' findings, and let others know
   * @param before what attempts used that were given up without a word
   */
  record Open(
      AssignmentAccepted accepted,
      Optional<List<String>> passages,
      List<ModelReplied> replies,
      ToolRecord tools,
      MessagesRead messages,
      Shares shares,
      Usage before)
      implements Attempt {

    public static Open of(AssignmentAccepted accepted) {
      return new Open(
          accepted,
          Optional.empty(),
          List.of(),
          ToolRecord.EMPTY,
          MessagesRead.NONE,
          Shares.NONE,
          Usage.NONE);
    }

    /**
     * One more attempt: it goes on with what an earlier one has asked for, so that no tool does the
     * same again, and with an answer that only waits for verdicts. With one that was to be repaired
     * it goes on as if it were the same attempt, to the letter: the call has the same key.
     *
     * @param unbooked what the earlier one used, where nobody was told
     */
    static Open after(Open earlier, Usage unbooked, AssignmentAccepted accepted) {
      if (earlier.unrepaired().filter(accepted::goesOnWith).isPresent()) {
        return new Open(
            accepted,
            earlier.passages,
            earlier.replies,
            earlier.tools,
            earlier.messages,
            earlier.shares,
            unbooked);
      }
      var asked =
          Stream.concat(
                  earlier.replies.stream()
                      .filter(ModelReplied::asksForTools)
                      .filter(reply -> earlier.tools.knows(reply) || accepted.goesOnWith(reply)),
                  earlier.unjudged().stream())
              .toList();
      var tools =
          earlier
              .unjudged()
              .map(reply -> earlier.tools.withoutErrors(reply.call()))
              .orElse(earlier.tools);
      return new Open(
          accepted,
          Optional.empty(),
          asked,
          tools,
          earlier.messages,
          earlier.shares.ofNextAttempt(),
          unbooked);
    }

    /** The call of a reply that asks for tools none of which was begun, or has come back. */
    Optional<Integer> unanswered() {
      return replies.isEmpty()
          ? Optional.empty()
          : Optional.of(replies.getLast())
              .filter(ModelReplied::asksForTools)
              .filter(reply -> !tools.knows(reply))
              .map(ModelReplied::call);
    }

    /** The model's only answer, if it could not be used and was to be asked for again. */
    Optional<ModelReplied> unrepaired() {
      return endsInFault() && answers() == 1 ? Optional.of(replies.getLast()) : Optional.empty();
    }

    /** An answer that judges have not refused, and not all approved. */
    private Optional<ModelReplied> unjudged() {
      return replies.isEmpty()
          ? Optional.empty()
          : Optional.of(replies.getLast())
              .filter(ModelReplied::isToBeJudged)
              .filter(reply -> reply.fault() == null);
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
      return new Open(accepted, Optional.of(ids), replies, tools, messages, shares, before);
    }

    Open withReply(ModelReplied reply) {
      return new Open(
          accepted,
          passages,
          Stream.concat(replies.stream(), Stream.of(reply)).toList(),
          tools,
          messages,
          shares,
          before);
    }

    Open with(Shares more) {
      return new Open(accepted, passages, replies, tools, messages, more, before);
    }

    Open with(ToolRecord more) {
      return new Open(accepted, passages, replies, more, messages, shares, before);
    }

    /** A verdict that refuses the last reply is its fault from here on. */
    Open refused(Reading.Refused refusal) {
      var faulty = replies.getLast().refused(refusal.fault());
      var earlier = replies.subList(0, replies.size() - 1);
      return new Open(
          accepted,
          passages,
          Stream.concat(earlier.stream(), Stream.of(faulty)).toList(),
          tools,
          messages,
          shares,
          before);
    }

    Open with(MessageReceived message) {
      int behind = replies.isEmpty() ? 0 : replies.getLast().call();
      return new Open(
          accepted, passages, replies, tools, messages.with(message, behind), shares, before);
    }

    /** The same with only those replies that were not taken: what the model is shown again. */
    Open unfinished() {
      return new Open(
          accepted,
          passages,
          replies.stream().filter(reply -> !isOutput(reply)).toList(),
          tools,
          messages,
          shares,
          before);
    }

    /** The last reply could not be used. */
    boolean endsInFault() {
      return !replies.isEmpty() && replies.getLast().fault() != null;
    }

    Optional<ModelReplied> taken() {
      return replies.stream().filter(Open::isOutput).findFirst();
    }

    /** How many replies were meant as the output. */
    int answers() {
      return (int) replies.stream().filter(reply -> !reply.asksForTools()).count();
    }

    boolean isToBeJudged() {
      return !outstanding().isEmpty() && replies.getLast().isToBeJudged();
    }

    /** How many tools were asked for. */
    int toolCalls() {
      return replies.stream().mapToInt(reply -> reply.requests().size()).sum();
    }

    /** What the last reply asked for and has not got yet. */
    List<ToolPlace> outstanding() {
      return replies.isEmpty() ? List.of() : tools.outstanding(replies.getLast());
    }

    /** The name of a tool that was begun and has given nothing yet. */
    Optional<String> begunTool() {
      return outstanding().stream()
          .filter(place -> tools.hasStarted(place.call(), place.place()))
          .map(place -> place.request().name())
          .findFirst();
    }

    /** Whether text from outside was shown before a call of the model. */
    boolean showsUntrustedText(int beforeCall) {
      return beginsUntrusted() || tools.holdsUntrustedText(beforeCall);
    }

    /** The same before the last reply, which was made of that. */
    boolean endsUntrusted() {
      return showsUntrustedText(replies.isEmpty() ? Integer.MAX_VALUE : replies.getLast().call());
    }

    /**
     * By its input or its passages, or by findings of others, who may have taken them from
     * anywhere.
     */
    boolean beginsUntrusted() {
      return accepted.isUntrusted()
          || passages.filter(ids -> !ids.isEmpty()).isPresent()
          || !shares.read().isEmpty();
    }

    private static boolean isOutput(ModelReplied reply) {
      return reply.fault() == null && !reply.asksForTools();
    }

    /** The replies of this attempt alone. */
    Stream<ModelReplied> own() {
      return replies.stream().filter(reply -> reply.attempt() == attempt());
    }

    Usage usage() {
      return own().map(ModelReplied::usage).reduce(before, Usage::plus);
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
