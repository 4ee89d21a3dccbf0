package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Role;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Fetches what an agent's events only name, the roles and the passages, for its view. */
final class TranscriptLookup {
  private final TurnContext turns;

  TranscriptLookup(TurnContext turns) {
    this.turns = turns;
  }

  CompletionStage<JsonNode> transcript(String persistenceId, List<StoredEvent> stored) {
    var view = new TranscriptView(persistenceId, events(stored));
    return roles(view)
        .thenCombineAsync(
            CompletableFuture.supplyAsync(() -> passages(view), turns.blocking()),
            view::json,
            turns.blocking());
  }

  private static List<AgentEvent> events(List<StoredEvent> stored) {
    return stored.stream()
        .map(StoredEvent::event)
        .filter(AgentEvent.class::isInstance)
        .map(AgentEvent.class::cast)
        .toList();
  }

  private CompletionStage<Map<String, Role>> roles(TranscriptView view) {
    CompletionStage<Map<String, Role>> roles = CompletableFuture.completedStage(new HashMap<>());
    for (var hash : view.roleHashes()) {
      roles =
          roles.thenCombine(
              turns.roles().byHash(hash),
              (found, known) -> {
                known.ifPresent(role -> found.put(hash, role.role()));
                return found;
              });
    }
    return roles;
  }

  private Map<String, Passage> passages(TranscriptView view) {
    return turns.knowledge().passages(view.tenant(), view.passageIds()).stream()
        .collect(Collectors.toMap(Passage::id, Function.identity(), (first, _) -> first));
  }
}
