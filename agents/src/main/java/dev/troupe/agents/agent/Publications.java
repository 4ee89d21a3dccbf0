package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.agent.AgentEvent.FindingClaimed;
import dev.troupe.agents.agent.AgentEvent.FindingPublished;
import dev.troupe.agents.agent.AgentEvent.FindingRetracted;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Shared;
import dev.troupe.persistence.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an agent lets others know by what it has done: facts beside its facts. Pure. */
final class Publications {
  private static final String NO_ROOM =
      "publish_finding: %d findings are published in this assignment, and no more are taken"
          .formatted(Shared.FINDINGS_AT_MOST);

  private Publications() {}

  /**
   * What comes of tools, each with what it made known.
   *
   * @param own what the agent has let others know before
   */
  static List<AgentEvent> with(OwnFindings own, Attempt.Open work, List<ToolReturned> returned) {
    var events = new ArrayList<AgentEvent>();
    var room = work.shares().room();
    for (var event : returned) {
      var known = of(work, event);
      var refusal = known.flatMap(made -> refusal(made, own));
      if (refusal.isPresent()) {
        events.add(refused(event, refusal.get()));
      } else if (known.isPresent() && known.get() instanceof FindingPublished && room-- <= 0) {
        events.add(refused(event, NO_ROOM));
      } else {
        events.add(event);
        known.map(made -> behindEarlier(made, own)).ifPresent(events::add);
      }
    }
    return events;
  }

  private static Optional<String> refusal(AgentEvent made, OwnFindings own) {
    return made instanceof FindingRetracted retracted && !own.holds(retracted.finding())
        ? Optional.of(
            "retract_finding: you hold no finding %s; give the id that publish_finding gave you"
                .formatted(retracted.finding()))
        : Optional.empty();
  }

  private static AgentEvent behindEarlier(AgentEvent made, OwnFindings own) {
    if (made instanceof FindingPublished published) {
      return own.published(published);
    }
    return made instanceof FindingRetracted retracted ? own.retracted(retracted) : made;
  }

  private static ToolReturned refused(ToolReturned event, String why) {
    return new ToolReturned(
        event.assignment(),
        event.attempt(),
        event.call(),
        event.place(),
        event.toolCallId(),
        event.name(),
        null,
        why,
        null,
        event.latency(),
        event.at());
  }

  private static Optional<AgentEvent> of(Attempt.Open work, ToolReturned event) {
    if (event.error() != null) {
      return Optional.empty();
    }
    return switch (event.name()) {
      case PublishFinding.NAME ->
          arguments(work, event)
              .map(input -> PublishFinding.finding(input, event.at()))
              .map(found -> FindingPublished.of(event.assignment(), event.attempt(), found));
      case RetractFinding.NAME ->
          arguments(work, event)
              .map(input ->
                  new FindingRetracted(
                      event.assignment(),
                      event.attempt(),
                      input.path(RetractFinding.FINDING).asText(),
                      event.at()));
      case ClaimQuestion.NAME ->
          Optional.ofNullable(event.result())
              .filter(result -> result.path(ClaimQuestion.GRANTED).asBoolean())
              .flatMap(_ -> arguments(work, event))
              .map(input ->
                  new FindingClaimed(
                      event.assignment(),
                      event.attempt(),
                      input.path(ClaimQuestion.QUESTION).asText(),
                      event.at()));
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> arguments(Attempt.Open work, ToolReturned event) {
    return work.replies().stream()
        .filter(reply -> reply.call() == event.call() && !reply.isToBeJudged())
        .flatMap(reply -> reply.requests().stream().skip(event.place() - 1L).limit(1))
        .findFirst()
        .map(request -> Json.parse(request.arguments()));
  }

  /** Of an output that is research: its first claims. */
  static List<FindingPublished> of(
      OwnFindings own, Attempt.Open work, JsonNode output, Instant at) {
    List<Finding> found = new ResearchFindings(work.shares().read(), at).of(output);
    return found.stream()
        .limit(work.shares().room())
        .map(finding -> FindingPublished.of(work.assignment(), work.attempt(), finding))
        .map(own::published)
        .toList();
  }
}
