package dev.troupe.agents.agent;

import dev.troupe.agents.Answer;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What others have answered, as a tool's result. */
final class Answered {
  private final TurnContext context;

  Answered(TurnContext context) {
    this.context = context;
  }

  /** Of those answers that an attempt still waits for. */
  List<ToolReturned> returns(Attempt.Open work, List<Answer> answers) {
    return work.outstanding().stream()
        .flatMap(place ->
            answers.stream()
                .filter(answer -> answer.call() == place.call() && answer.place() == place.place())
                .limit(1)
                .flatMap(answer -> returned(work, place, answer).stream()))
        .toList();
  }

  private Optional<ToolReturned> returned(Attempt.Open work, ToolPlace place, Answer answer) {
    if (work.isToBeJudged()) {
      return Optional.of(
          returned(
              work,
              place,
              place.request().name(),
              Verdicts.outcome(answer),
              isUntrusted(answer, true)));
    }
    return context
        .tools()
        .find(place.request().name())
        .map(known ->
            returned(
                work,
                place,
                known.name(),
                outcome(known, answer),
                isUntrusted(answer, known.tool().spec().untrusted())));
  }

  /** Who was asked may have read nothing from outside; a journal of before does not tell. */
  private static boolean isUntrusted(Answer answer, boolean otherwise) {
    return Objects.requireNonNullElse(answer.untrusted(), otherwise);
  }

  private ToolReturned returned(
      Attempt.Open work, ToolPlace place, String name, ToolOutcome outcome, boolean untrusted) {
    var now = context.clock().instant();
    return new ToolReturned(
        work.assignment(),
        work.attempt(),
        place.call(),
        place.place(),
        place.request().id(),
        name,
        outcome instanceof ToolOutcome.Result(var json) ? json : null,
        outcome instanceof ToolOutcome.Failed(var text) ? text : null,
        untrusted ? true : null,
        Duration.between(askedAt(work, place), now),
        now);
  }

  private ToolOutcome outcome(ToolBox.Known known, Answer answer) {
    var error = answer.error();
    return error == null
        ? context
            .caller()
            .result(
                known.tool(), Objects.requireNonNullElseGet(answer.result(), Json.MAPPER::nullNode))
        : new ToolOutcome.Failed(error);
  }

  private static Instant askedAt(Attempt.Open work, ToolPlace place) {
    return work.replies().stream()
        .filter(reply -> reply.call() == place.call())
        .map(AgentEvent.ModelReplied::at)
        .findFirst()
        .orElseGet(() -> work.accepted().at());
  }
}
