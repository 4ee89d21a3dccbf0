package dev.troupe.agents.agent;

import dev.troupe.agents.agent.AgentEvent.FindingPublished;
import dev.troupe.agents.agent.AgentEvent.FindingRetracted;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Shared;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an attempt has read of others' findings, and let others know. Pure.
 *
 * @param read as it is shown in its prompts
 * @param published by it and the attempts before it
 */
record Shares(
    List<Finding> read, List<FindingPublished> published, List<FindingRetracted> retracted) {
  static final Shares NONE = new Shares(List.of(), List.of(), List.of());

  Shares withRead(List<Finding> findings) {
    return new Shares(findings, published, retracted);
  }

  Shares with(FindingPublished event) {
    return new Shares(
        read, Stream.concat(published.stream(), Stream.of(event)).toList(), retracted);
  }

  Shares with(FindingRetracted event) {
    return new Shares(
        read, published, Stream.concat(retracted.stream(), Stream.of(event)).toList());
  }

  /** It reads for itself. */
  Shares ofNextAttempt() {
    return new Shares(List.of(), published, retracted);
  }

  /** How many more it may publish. */
  int room() {
    return Math.max(0, Shared.FINDINGS_AT_MOST - published.size());
  }

  Shared by(String author) {
    return new Shared(
        published.stream().map(event -> event.by(author)).toList(),
        retracted.stream()
            .map(event -> new Shared.Retraction(event.finding(), author, event.at()))
            .toList());
  }
}
