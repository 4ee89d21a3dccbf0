package dev.troupe.agents.agent;

import dev.troupe.agents.agent.AgentEvent.FindingPublished;
import dev.troupe.agents.agent.AgentEvent.FindingRetracted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an agent has published and taken back, over all its assignments. What comes later has a
 * later moment, whatever clocks say: others tell by it what holds.
 */
final class OwnFindings {
  private final Map<String, Instant> published = new HashMap<>();
  private final Map<String, Instant> retracted = new HashMap<>();

  private OwnFindings() {}

  static OwnFindings of(Stream<Shares> shares) {
    var own = new OwnFindings();
    shares.forEach(each -> {
      each.published().forEach(own::add);
      each.retracted().forEach(own::add);
    });
    return own;
  }

  boolean holds(String finding) {
    var at = published.get(finding);
    var takenBack = retracted.get(finding);
    return at != null && (takenBack == null || at.isAfter(takenBack));
  }

  FindingPublished published(FindingPublished event) {
    var takenBack = retracted.get(event.finding());
    var later =
        takenBack == null || millis(event.at()).isAfter(takenBack)
            ? event
            : event.at(takenBack.plusMillis(1));
    add(later);
    return later;
  }

  FindingRetracted retracted(FindingRetracted event) {
    var at = published.get(event.finding());
    var later = at != null && millis(event.at()).isBefore(at) ? event.at(at) : event;
    add(later);
    return later;
  }

  private void add(FindingPublished event) {
    published.merge(event.finding(), millis(event.at()), OwnFindings::later);
  }

  private void add(FindingRetracted event) {
    retracted.merge(event.finding(), millis(event.at()), OwnFindings::later);
  }

  /** As they are shown to others. */
  private static Instant millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
