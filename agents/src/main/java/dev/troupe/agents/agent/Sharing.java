package dev.troupe.agents.agent;

import static java.util.stream.Collectors.groupingBy;

import dev.troupe.agents.Assignment;
import dev.troupe.agents.agent.AgentEvent.FindingPublished;
import dev.troupe.agents.agent.AgentEvent.FindingRetracted;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Findings;
import dev.troupe.agents.shared.Seen;
import dev.troupe.agents.shared.SharedKnowledge;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Shows the other agents of a task what an agent's journal says, and the agent what they show. */
final class Sharing {
  /** Of others, in one prompt: the latest. */
  private static final int SHOWN_AT_MOST = 12;

  private final SharedKnowledge shared;
  private final String task;
  private final String author;
  private final Set<String> toldAgain = ConcurrentHashMap.newKeySet();

  private Sharing(SharedKnowledge shared, String task, String author) {
    this.shared = shared;
    this.task = task;
    this.author = author;
  }

  /**
   * @param persistenceId {@code role|tenant/task/number}
   */
  static Sharing of(String persistenceId, SharedKnowledge shared) {
    var role = persistenceId.substring(0, persistenceId.indexOf('|'));
    var entity = persistenceId.substring(role.length() + 1);
    var slash = entity.lastIndexOf('/');
    return new Sharing(
        shared, entity.substring(0, slash), role + "/" + entity.substring(slash + 1));
  }

  /** {@code role/number} */
  String author() {
    return author;
  }

  /** What was just recorded. */
  void tell(List<AgentEvent> events) {
    publish(events.stream().flatMap(this::entry).toList());
    events.forEach(event -> {
      if (event instanceof ToolReturned returned) {
        read(SourcesRead.of(returned), returned.at());
      }
    });
  }

  /**
   * The same of a turn.
   *
   * @param shown the passages in its prompt
   */
  void tell(List<AgentEvent> events, List<Passage> shown) {
    tell(events);
    events.forEach(event -> {
      if (event instanceof PassagesRetrieved retrieved) {
        read(SourcesRead.of(shown), retrieved.at());
      }
    });
  }

  /**
   * The attempt has read these passages, and they are recorded: nodes may have forgotten it. Once
   * in a life of the agent, on any thread.
   */
  void tellAgain(Attempt.Open work, List<Passage> shown) {
    if (toldAgain.add(work.assignment() + "#" + work.attempt())) {
      read(SourcesRead.of(shown), work.accepted().at());
    }
  }

  private void read(List<Seen> sources, Instant at) {
    if (!sources.isEmpty()) {
      shared.saw(task, sources, at);
    }
  }

  private Stream<Entry> entry(AgentEvent event) {
    if (event instanceof FindingPublished published) {
      return Stream.of(new Entry.Published(task, published.by(author)));
    }
    return event instanceof FindingRetracted retracted
        ? Stream.of(new Entry.Retracted(task, retracted.finding(), author, retracted.at()))
        : Stream.empty();
  }

  /** What a life before this one has recorded; all nodes may have forgotten it. */
  void tellAgain(Attempt.Open work) {
    var known = work.shares().by(author).entries(task);
    if (!known.isEmpty()) {
      shared.remind(known);
    }
    work.tools().returned().stream()
        .collect(groupingBy(returned -> returned.at().truncatedTo(ChronoUnit.HOURS)))
        .forEach((hour, returned) ->
            read(returned.stream().flatMap(one -> SourcesRead.of(one).stream()).toList(), hour));
  }

  private void publish(List<Entry> entries) {
    if (!entries.isEmpty()) {
      shared.publish(entries);
    }
  }

  /** What others have found by now, oldest first; nobody is asked where there are no others. */
  CompletionStage<List<Finding>> ofOthers(Assignment assignment) {
    return assignment.isAlone()
        ? CompletableFuture.completedStage(List.of())
        : shared.read(task).thenApply(entries -> latest(Findings.of(entries).ofOthers(author)));
  }

  private static List<Finding> latest(List<Finding> findings) {
    return findings.subList(Math.max(0, findings.size() - SHOWN_AT_MOST), findings.size());
  }
}
