package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Role;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  CompletionStage<JsonNode> transcript(
      String persistenceId, List<StoredEvent> stored, Optional<CallNumber> wanted) {
    var view = new TranscriptView(persistenceId, events(stored));
    var passages = CompletableFuture.supplyAsync(() -> passages(view), turns.blocking());
    return roles(view)
        .thenCombine(
            tools(view),
            (roles, tools) ->
                passages.thenApplyAsync(
                    found ->
                        view.json(
                            new RecalledCall.Recorded(roles, found, tools),
                            turns.gateway(),
                            wanted),
                    turns.blocking()))
        .thenCompose(json -> json);
  }

  private static List<AgentEvent> events(List<StoredEvent> stored) {
    return stored.stream()
        .map(StoredEvent::event)
        .filter(AgentEvent.class::isInstance)
        .map(AgentEvent.class::cast)
        .toList();
  }

  private CompletionStage<Map<String, Role>> roles(TranscriptView view) {
    return byHash(
        view.roleHashes(),
        hash -> turns.roles().byHash(hash).thenApply(it -> it.map(KnownRole::role)));
  }

  private CompletionStage<Map<String, List<ToolSpecification>>> tools(TranscriptView view) {
    return byHash(view.toolLists(), turns.toolLists()::byHash);
  }

  private static <T> CompletionStage<Map<String, T>> byHash(
      List<String> hashes, Function<String, CompletionStage<Optional<T>>> lookup) {
    CompletionStage<Map<String, T>> all = CompletableFuture.completedStage(new HashMap<>());
    for (var hash : hashes) {
      all =
          all.thenCombine(
              lookup.apply(hash),
              (found, known) -> {
                known.ifPresent(value -> found.put(hash, value));
                return found;
              });
    }
    return all;
  }

  private Map<String, Passage> passages(TranscriptView view) {
    return turns.knowledge().passages(view.tenant(), view.passageIds()).stream()
        .collect(Collectors.toMap(Passage::id, Function.identity(), (first, _) -> first));
  }
}
