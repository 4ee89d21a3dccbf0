package dev.troupe.agents.agent;

import static dev.troupe.persistence.Decision.accept;
import static dev.troupe.persistence.Decision.reject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.AssignmentCancelled;
import dev.troupe.agents.agent.AgentEvent.AssignmentFailed;
import dev.troupe.agents.agent.AgentEvent.AssignmentReturned;
import dev.troupe.agents.agent.AgentEvent.FindingClaimed;
import dev.troupe.agents.agent.AgentEvent.FindingPublished;
import dev.troupe.agents.agent.AgentEvent.FindingRetracted;
import dev.troupe.agents.agent.AgentEvent.FindingsRead;
import dev.troupe.agents.agent.AgentEvent.Judging;
import dev.troupe.agents.agent.AgentEvent.MessageReceived;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import dev.troupe.agents.agent.TranscriptCommand.Cancel;
import dev.troupe.agents.agent.TranscriptCommand.EndTool;
import dev.troupe.agents.agent.TranscriptCommand.GiveUp;
import dev.troupe.agents.agent.TranscriptCommand.Hear;
import dev.troupe.agents.agent.TranscriptCommand.Read;
import dev.troupe.agents.agent.TranscriptCommand.StartTool;
import dev.troupe.agents.agent.TranscriptCommand.TakeAnswers;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.persistence.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An agent's conversation, folded from its events. Pure: no clock, no actor, no I/O.
 *
 * @param sequence how many events it was folded from
 * @param attempts in the order in which they were begun; one that a later attempt overtook, or that
 *     was called off, stays as it was
 */
public record Transcript(long sequence, List<Attempt> attempts) {
  public static final Transcript EMPTY = new Transcript(0, List.of());

  public Standing standing(int assignment, int attempt) {
    return latest(assignment)
        .map(latest ->
            latest.attempt() == attempt
                ? new Standing.Recorded(latest)
                : latest.attempt() > attempt ? new Standing.Outdated() : new Standing.Unheard())
        .orElseGet(Standing.Unheard::new);
  }

  /** What the agent was asked before and answered: its memory. */
  public List<Attempt.Returned> returned() {
    return attempts.stream()
        .filter(Attempt.Returned.class::isInstance)
        .map(Attempt.Returned.class::cast)
        .toList();
  }

  /**
   * The number of an assignment's next call: a call that left no reply is the same call when it is
   * made again, in whatever attempt.
   */
  public int nextCall(int assignment) {
    return 1
        + (int)
            attempts.stream()
                .filter(attempt -> attempt.assignment() == assignment)
                .flatMap(attempt -> work(attempt).stream())
                .flatMap(Attempt.Open::own)
                .count();
  }

  public Decision<AgentEvent, TranscriptRejection> decide(TranscriptCommand command) {
    return switch (command) {
      case Hear hear when isOver(hear.work()) -> outdated(hear.work());
      case Hear hear -> accept(hear(hear));
      case StartTool(var work, _) when isOver(work) -> outdated(work);
      case StartTool(var work, var started) -> accept(behind(work, started));
      case EndTool(var work, _) when isOver(work) -> outdated(work);
      case EndTool(var work, var returned) ->
          accept(behind(work, Publications.with(own(work), work, List.of(returned))));
      case TakeAnswers(var work, _) when isOver(work) -> outdated(work);
      case TakeAnswers(_, var answers) when answers.isEmpty() -> accept(List.of());
      case TakeAnswers(var work, var answers) -> accept(answered(work, answers));
      case Read(var work, _) when isOver(work) -> outdated(work);
      case Read(var work, var messages) -> accept(behind(work, messages));
      case GiveUp gaveUp when isOver(gaveUp.work()) -> outdated(gaveUp.work());
      case GiveUp gaveUp -> accept(giveUp(gaveUp));
      case Cancel cancel -> accept(cancel(cancel));
    };
  }

  private static Decision<AgentEvent, TranscriptRejection> outdated(Attempt.Open work) {
    return reject(new TranscriptRejection.Outdated(work.assignment(), work.attempt()));
  }

  private List<AgentEvent> hear(Hear hear) {
    var reply = hear.reply();
    var usage = hear.work().withReply(reply).usage();
    var events = unrecorded(hear.work());
    events.add(reply);
    switch (hear.meaning()) {
      case Reading.Sound(var output) -> {
        var returned = returned(reply, output, usage, sequence + events.size());
        events.addAll(Publications.of(own(hear.work()), hear.work(), output, reply.at()));
        events.add(returned);
      }
      case Reading.Unjudged(var output, var judges) ->
          events.set(events.size() - 1, judging(hear, output, judges, sequence + events.size()));
      case Reading.Refused refused when !hear.mayRepair() ->
          events.add(
              new AssignmentFailed(
                  reply.assignment(),
                  reply.attempt(),
                  Reading.Refused.ERROR,
                  "The model's reply is refused. " + refused.fault(),
                  usage,
                  reply.at()));
      case Reading.Faulty(var fault) when !hear.mayRepair() ->
          events.add(
              new AssignmentFailed(
                  reply.assignment(),
                  reply.attempt(),
                  "Model.InvalidReply",
                  "The model's reply could not be used: " + fault,
                  usage,
                  reply.at()));
      case Reading.Faulty _, Reading.Refused _ -> {
        // The reply alone is recorded: it is asked for again once that is durable.
      }
      case Request.Allowed() -> {
        // What it asks for is done once that is durable.
      }
      case Request.Excess(var asked, var allowed) ->
          events.add(
              new AssignmentFailed(
                  reply.assignment(),
                  reply.attempt(),
                  Request.Excess.ERROR,
                  "The model has asked for %d tools; limits.tool-calls of its role allows %d per assignment"
                      .formatted(asked, allowed),
                  usage,
                  reply.at()));
    }
    return events;
  }

  private static AssignmentReturned returned(
      ModelReplied reply, JsonNode output, Usage usage, long replySequence) {
    return new AssignmentReturned(
        reply.assignment(),
        reply.attempt(),
        Outputs.value(reply, replySequence, output),
        usage,
        reply.at());
  }

  private static ModelReplied judging(
      Hear hear, JsonNode output, List<String> judges, long replySequence) {
    var value = Outputs.value(hear.reply(), replySequence, output);
    return hear.reply().judging(new Judging(value, replySequence, judges, hear.mayRepair()));
  }

  private List<AgentEvent> answered(Attempt.Open work, List<ToolReturned> answers) {
    var events = behind(work, Publications.with(own(work), work, answers));
    var after = work;
    for (var answer : answers) {
      after = with(after, answer);
    }
    if (after.outstanding().isEmpty()) {
      Verdicts.of(after).flatMap(Verdicts::end).ifPresent(end -> addEnd(events, work, end));
    }
    return events;
  }

  private void addEnd(List<AgentEvent> events, Attempt.Open work, AgentEvent end) {
    if (end instanceof AssignmentReturned returned) {
      var output = Outputs.resolve(returned.output(), work);
      events.addAll(Publications.of(own(work), work, output, returned.at()));
    }
    events.add(end);
  }

  private OwnFindings own(Attempt.Open work) {
    return OwnFindings.of(
        Stream.concat(
            attempts.stream().flatMap(attempt -> work(attempt).stream()).map(Attempt.Open::shares),
            Stream.of(work.shares())));
  }

  private List<AgentEvent> behind(Attempt.Open work, AgentEvent event) {
    return behind(work, List.of(event));
  }

  private List<AgentEvent> behind(Attempt.Open work, List<? extends AgentEvent> more) {
    var events = unrecorded(work);
    events.addAll(more);
    return events;
  }

  private List<AgentEvent> giveUp(GiveUp gaveUp) {
    var work = gaveUp.work();
    var events = unrecorded(work);
    events.add(failed(gaveUp, work.begunTool()));
    return events;
  }

  /** Whatever the reason: a call that was begun and has no end may have changed something. */
  private static AssignmentFailed failed(GiveUp gaveUp, Optional<String> begunTool) {
    var work = gaveUp.work();
    boolean unknown = begunTool.isPresent() && !gaveUp.error().equals(ToolOutcome.UNKNOWN);
    return new AssignmentFailed(
        work.assignment(),
        work.attempt(),
        unknown ? ToolOutcome.UNKNOWN : gaveUp.error(),
        unknown ? ToolOutcome.Unknown.of(begunTool.get(), gaveUp.cause()).cause() : gaveUp.cause(),
        work.usage(),
        gaveUp.at());
  }

  private List<AgentEvent> cancel(Cancel cancel) {
    return isOver(cancel.assignment(), cancel.attempt())
        ? List.of()
        : List.of(new AssignmentCancelled(cancel.assignment(), cancel.attempt(), cancel.at()));
  }

  /** What must be written before an attempt's next event: nothing, if it stands there already. */
  private List<AgentEvent> unrecorded(Attempt.Open work) {
    var events = new ArrayList<AgentEvent>();
    var recorded =
        standing(work.assignment(), work.attempt()) instanceof Standing.Recorded(Attempt.Open open)
            ? Optional.of(open)
            : Optional.<Attempt.Open>empty();
    var accepted = work.accepted();
    if (recorded.isEmpty()) {
      events.add(accepted);
    }
    if (recorded.flatMap(Attempt.Open::passages).isEmpty()) {
      work.passages()
          .ifPresent(ids ->
              events.add(
                  new PassagesRetrieved(work.assignment(), work.attempt(), ids, accepted.at())));
    }
    var read = work.shares().read();
    if (!read.isEmpty() && recorded.filter(open -> !open.shares().read().isEmpty()).isEmpty()) {
      events.add(new FindingsRead(work.assignment(), work.attempt(), read, accepted.at()));
    }
    return events;
  }

  private boolean isOver(Attempt.Open work) {
    return isOver(work.assignment(), work.attempt());
  }

  private boolean isOver(int assignment, int attempt) {
    return switch (standing(assignment, attempt)) {
      case Standing.Unheard() -> false;
      case Standing.Recorded(var known) -> !(known instanceof Attempt.Open);
      case Standing.Outdated() -> true;
    };
  }

  public Transcript evolve(AgentEvent event) {
    var next = new ArrayList<>(attempts);
    switch (event) {
      case AssignmentAccepted accepted -> next.add(begun(accepted));
      case PassagesRetrieved retrieved ->
          next.set(place(event), open(event).withPassages(retrieved.ids()));
      case FindingsRead read -> next.set(place(event), with(open(event), read));
      case FindingPublished published -> next.set(place(event), with(open(event), published));
      case FindingRetracted retracted -> next.set(place(event), with(open(event), retracted));
      case FindingClaimed _ -> {
        // Whose the question is, the supervisor knows.
      }
      case MessageReceived message -> next.set(place(event), open(event).with(message));
      case ModelReplied reply -> next.set(place(event), open(event).withReply(reply));
      case ToolStarted started -> next.set(place(event), with(open(event), started));
      case ToolReturned returned -> next.set(place(event), with(open(event), returned));
      case AssignmentReturned returned -> next.set(place(event), returned(returned));
      case AssignmentFailed(_, _, var error, var cause, var usage, _) ->
          next.set(place(event), new Attempt.Failed(open(event), error, cause, usage));
      case AssignmentCancelled(var assignment, var attempt, _) ->
          next.add(new Attempt.Cancelled(assignment, attempt));
    }
    return new Transcript(sequence + 1, List.copyOf(next));
  }

  /**
   * What an earlier attempt has answered to the same, and nobody has heard: a cancel or a time that
   * was over came first. What had been heard was of no use, or there would be no further attempt.
   */
  Optional<Attempt.Returned> unheard(Assignment assignment) {
    var from = assignment.unheardFrom();
    return from == null
        ? Optional.empty()
        : earlier(assignment.number())
            .filter(Attempt.Returned.class::isInstance)
            .map(Attempt.Returned.class::cast)
            .filter(returned -> returned.attempt() >= from)
            .filter(returned -> returned.work().accepted().asksTheSameAs(assignment));
  }

  /** An attempt that is about to begin: what a model was paid for is not asked of it again. */
  Attempt.Open beginning(AssignmentAccepted accepted) {
    return begun(
        earlier(accepted.assignment())
            .filter(attempt -> !hasFailedOverItsReply(attempt))
            .flatMap(attempt -> unanswered(attempt).or(() -> unrepaired(attempt, accepted)))
            .map(accepted::goingOnWith)
            .orElse(accepted));
  }

  private static Optional<Integer> unanswered(Attempt earlier) {
    return work(earlier).flatMap(Attempt.Open::unanswered);
  }

  /** What was asked of the model anew, and has no answer yet. */
  private static Optional<Integer> unrepaired(Attempt earlier, AssignmentAccepted accepted) {
    return work(earlier)
        .filter(work -> work.accepted().asksTheSameAs(accepted))
        .filter(_ -> !(earlier instanceof Attempt.Failed failed) || mayPass(failed.error()))
        .flatMap(Attempt.Open::unrepaired)
        .map(ModelReplied::call);
  }

  /** How many attempts before this one were to repair an answer, and could not, for good. */
  int repairsGivenUp(Attempt.Open work) {
    return (int)
        attempts.stream()
            .filter(earlier -> earlier.assignment() == work.assignment())
            .filter(earlier -> earlier.attempt() < work.attempt())
            .filter(earlier -> earlier instanceof Attempt.Failed failed && !mayPass(failed.error()))
            .flatMap(earlier -> work(earlier).stream())
            .filter(earlier -> earlier.unrepaired().isPresent())
            .count();
  }

  /** The same call may be answered at another time. */
  private static boolean mayPass(String error) {
    return Budget.isExhausted(error)
        || Stream.of(Kind.values())
            .anyMatch(kind -> kind.isOutage() && kind.errorName().equals(error));
  }

  /** It would only fail again. */
  private static boolean hasFailedOverItsReply(Attempt attempt) {
    return attempt instanceof Attempt.Failed(_, var error, _, _)
        && (error.equals(Request.Excess.ERROR) || error.equals(TurnResult.GaveUp.FAULT));
  }

  /** The last attempt at an assignment in which something was done. */
  private Optional<Attempt> earlier(int assignment) {
    return attempts.stream()
        .filter(attempt -> attempt.assignment() == assignment)
        .filter(attempt -> work(attempt).isPresent())
        .reduce((_, later) -> later);
  }

  /** Whether an attempt at it, or an assignment before it, has read text from outside. */
  boolean hasShownUntrustedText(int assignment) {
    return returned().stream().anyMatch(earlier -> earlier.work().endsUntrusted())
        || attempts.stream()
            .filter(attempt -> attempt.assignment() == assignment)
            .flatMap(attempt -> work(attempt).stream())
            .anyMatch(Attempt.Open::beginsUntrusted);
  }

  /** Whether what an attempt says may hold text from outside. */
  boolean isUntrusted(Attempt attempt) {
    return hasShownUntrustedText(attempt.assignment())
        || switch (attempt) {
          case Attempt.Open open -> open.endsUntrusted();
          case Attempt.Returned returned -> returned.work().endsUntrusted();
          // Why it failed may quote what came behind the last reply.
          case Attempt.Failed failed -> failed.work().showsUntrustedText(Integer.MAX_VALUE);
          case Attempt.Cancelled _ -> false;
        };
  }

  /** An attempt as it begins. */
  Attempt.Open begun(AssignmentAccepted accepted) {
    return earlier(accepted.assignment())
        .map(earlier ->
            Attempt.Open.after(work(earlier).orElseThrow(), unbooked(earlier, accepted), accepted))
        .orElseGet(() -> Attempt.Open.of(accepted));
  }

  /** Of an attempt that was overtaken or called off, nobody was told what it used. */
  private static Usage unbooked(Attempt earlier, AssignmentAccepted accepted) {
    return switch (earlier) {
      case Attempt.Open open -> open.usage();
      case Attempt.Returned returned ->
          accepted.isFirstToTellOf(returned) ? returned.usage() : Usage.NONE;
      case Attempt.Failed failed -> accepted.isFirstToTellOf(failed) ? failed.usage() : Usage.NONE;
      case Attempt.Cancelled _ -> Usage.NONE;
    };
  }

  private static Attempt.Open with(Attempt.Open work, FindingsRead event) {
    return work.with(work.shares().withRead(event.findings()));
  }

  private static Attempt.Open with(Attempt.Open work, FindingPublished event) {
    return work.with(work.shares().with(event));
  }

  private static Attempt.Open with(Attempt.Open work, FindingRetracted event) {
    return work.with(work.shares().with(event));
  }

  private static Attempt.Open with(Attempt.Open work, ToolStarted event) {
    return work.with(work.tools().with(event));
  }

  private static Attempt.Open with(Attempt.Open work, ToolReturned event) {
    var after = work.with(work.tools().with(event));
    return Verdicts.of(after)
        .flatMap(verdicts -> verdicts.refusal(event))
        .map(after::refused)
        .orElse(after);
  }

  private Attempt.Returned returned(AssignmentReturned event) {
    var work = open(event);
    var output = Outputs.resolve(event.output(), work);
    return new Attempt.Returned(work, output, event.usage(), sequence + 1);
  }

  private int place(AgentEvent event) {
    return attempts.indexOf(open(event));
  }

  private Attempt.Open open(AgentEvent event) {
    if (standing(event.assignment(), event.attempt())
        instanceof Standing.Recorded(Attempt.Open open)) {
      return open;
    }
    throw new IllegalStateException(
        "The journal continues an attempt that is not open, behind event " + sequence);
  }

  private Optional<Attempt> latest(int assignment) {
    return attempts.stream()
        .filter(attempt -> attempt.assignment() == assignment)
        .reduce((_, later) -> later);
  }

  /** What was done in an attempt, however it ended; empty if nothing was. */
  static Optional<Attempt.Open> work(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Open open -> Optional.of(open);
      case Attempt.Returned returned -> Optional.of(returned.work());
      case Attempt.Failed failed -> Optional.of(failed.work());
      case Attempt.Cancelled _ -> Optional.empty();
    };
  }
}
