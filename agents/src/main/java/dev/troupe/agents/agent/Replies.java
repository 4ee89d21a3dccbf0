package dev.troupe.agents.agent;

import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Shared;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an agent says of an assignment. */
final class Replies {
  private Replies() {}

  /**
   * The same as often as it is asked; empty for an attempt that is still open.
   *
   * @param author {@code role/number} of the agent
   */
  static Optional<AgentReply> of(Transcript transcript, Attempt attempt, String author) {
    return switch (attempt) {
      case Attempt.Open _ -> Optional.empty();
      case Attempt.Returned returned ->
          Optional.of(of(transcript, returned, returned.attempt(), author));
      case Attempt.Failed(var work, var error, var cause, var usage) ->
          Optional.of(
              new AgentReply.Failed(
                  work.assignment(),
                  work.attempt(),
                  error,
                  cause,
                  usage,
                  engine(work),
                  untrusted(transcript, attempt)));
      case Attempt.Cancelled(var assignment, var number) ->
          Optional.of(new AgentReply.Cancelled(assignment, number));
    };
  }

  /** As the answer of a later attempt. */
  static AgentReply of(
      Transcript transcript, Attempt.Returned returned, int attempt, String author) {
    return new AgentReply.Returned(
        returned.assignment(),
        attempt,
        returned.output(),
        returned.sequence(),
        returned.usage(),
        engine(returned.work()),
        shared(returned.work(), author),
        untrusted(transcript, returned));
  }

  /** Of what is asked in the midst of a work. */
  static AgentReply asks(Transcript transcript, Attempt work, List<Ask> asks) {
    return new AgentReply.Asks(
        work.assignment(), work.attempt(), asks, untrusted(transcript, work));
  }

  private static @Nullable Boolean untrusted(Transcript transcript, Attempt attempt) {
    return transcript.isUntrusted(attempt) ? true : null;
  }

  private static @Nullable Shared shared(Attempt.Open work, String author) {
    var shared = work.shares().by(author);
    return shared.holdsNothing() ? null : shared;
  }

  private static @Nullable String engine(Attempt.Open work) {
    var models = new TreeSet<String>();
    work.own().forEach(reply -> models.add(reply.engine()));
    return models.isEmpty() ? null : String.join(", ", models);
  }

  static AgentReply working(Assignment assignment) {
    return new AgentReply.Working(assignment.number(), assignment.attempt());
  }

  static AgentReply progress(Assignment assignment, String text) {
    return new AgentReply.Progress(assignment.number(), assignment.attempt(), text);
  }

  static AgentReply refused(Assignment assignment, String error, String cause) {
    return new AgentReply.Failed(
        assignment.number(), assignment.attempt(), error, cause, Usage.NONE);
  }
}
