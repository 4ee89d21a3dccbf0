package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.Agents;
import dev.troupe.agents.CallNumber;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.task.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** All journals of a task: its supervisor's and its agents'. */
final class Export {
  private static final int PAGE = 256;

  private final ActorSystem<?> system;
  private final Store store;
  private final TaskId id;

  Export(ActorSystem<?> system, Store store, TaskId id) {
    this.system = system;
    this.store = store;
    this.id = id;
  }

  Source<StoredEvent, NotUsed> events() {
    return journals().flatMapConcat(this::journal);
  }

  Source<Contested, NotUsed> contested() {
    return journals().mapAsync(1, store::contested).mapConcat(found -> found);
  }

  /** Persistence ids: the supervisor's, then its agents'. */
  private Source<String, NotUsed> journals() {
    return Source.single(id.persistenceId())
        .concat(Source.lazyCompletionStage(this::agents).mapConcat(agents -> agents));
  }

  /** One agent after the other, in the order in which they were first called. */
  CompletionStage<List<JsonNode>> transcripts(Agents agents, Optional<CallNumber> call) {
    return Source.lazyCompletionStage(this::agents)
        .mapConcat(ids -> ids)
        .mapAsync(
            1, agent -> whole(agent).thenCompose(events -> agents.transcript(agent, events, call)))
        .filter(transcript -> call.isEmpty() || !transcript.path("calls").isEmpty())
        .runWith(Sink.seq(), system);
  }

  private CompletionStage<List<StoredEvent>> whole(String persistenceId) {
    return journal(persistenceId).runWith(Sink.seq(), system);
  }

  private Source<StoredEvent, NotUsed> journal(String persistenceId) {
    return journal(store, persistenceId);
  }

  static Source<StoredEvent, NotUsed> journal(Store store, String persistenceId) {
    return Source.unfoldAsync(
            0L,
            after ->
                store
                    .events(persistenceId, after, PAGE)
                    .thenApply(page ->
                        page.isEmpty()
                            ? Optional.<Pair<Long, List<StoredEvent>>>empty()
                            : Optional.of(Pair.create(page.getLast().sequenceNumber(), page))))
        .mapConcat(page -> page);
  }

  /** Persistence ids of the agents that were given work, by number. */
  private CompletionStage<List<String>> agents() {
    return journal(id.persistenceId())
        .runFold(
            new Relatives(id),
            (relatives, stored) -> {
              relatives.see(stored);
              return relatives;
            },
            system)
        .thenApply(relatives -> List.copyOf(relatives.agents()));
  }

  static String journalOf(TaskId id, String role, int agent) {
    return role + "|" + new AgentId(id.tenant(), id.id(), agent).entityId();
  }
}
