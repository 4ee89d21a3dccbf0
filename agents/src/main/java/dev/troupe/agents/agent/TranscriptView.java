package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An agent's conversation as plain JSON, {@code {agent, role, messages:[{role, text}], calls}}: the
 * prompt of its last attempt, rebuilt from its events, the replies to it, and every call by itself.
 */
public final class TranscriptView {
  private final String persistenceId;
  private final List<AgentEvent> events;
  private final Transcript transcript;

  /**
   * @param persistenceId {@code role|tenant/task/n}
   * @param events all of that journal, in order
   */
  public TranscriptView(String persistenceId, List<AgentEvent> events) {
    this.persistenceId = persistenceId;
    this.events = List.copyOf(events);
    var folded = Transcript.EMPTY;
    for (var event : events) {
      folded = folded.evolve(event);
    }
    this.transcript = folded;
  }

  public List<String> roleHashes() {
    return events.stream()
        .filter(AssignmentAccepted.class::isInstance)
        .map(event -> ((AssignmentAccepted) event).roleHash())
        .distinct()
        .toList();
  }

  public List<String> passageIds() {
    return events.stream()
        .filter(PassagesRetrieved.class::isInstance)
        .flatMap(event -> ((PassagesRetrieved) event).ids().stream())
        .distinct()
        .toList();
  }

  public List<String> toolLists() {
    return events.stream()
        .filter(ModelReplied.class::isInstance)
        .flatMap(event -> Stream.ofNullable(((ModelReplied) event).tools()))
        .distinct()
        .toList();
  }

  public String tenant() {
    var entityId = entityId();
    return entityId.substring(0, Math.max(0, entityId.indexOf('/')));
  }

  private String entityId() {
    return persistenceId.substring(persistenceId.indexOf('|') + 1);
  }

  private String taskId() {
    var parts = entityId().split("/", -1);
    return parts.length > 1 ? parts[1] : "";
  }

  private String role() {
    return persistenceId.substring(0, Math.max(0, persistenceId.indexOf('|')));
  }

  /**
   * @param recorded an attempt whose role is not among it is left out, and so are passages
   * @param wanted the one call to show; empty for all
   */
  JsonNode json(RecalledCall.Recorded recorded, ModelGateway gateway, Optional<CallNumber> wanted) {
    var json = Json.MAPPER.createObjectNode();
    json.put("agent", entityId());
    json.put("role", role());
    var messages = json.putArray("messages");
    lastWork()
        .ifPresent(work -> addMessages(messages, work, recorded.roles(), recorded.passages()));
    var recalled = new RecalledCall(gateway, recorded, tenant(), taskId());
    json.set("calls", new CallsView(events, recalled).json(wanted));
    return json;
  }

  private void addMessages(
      ArrayNode messages,
      Attempt.Open work,
      Map<String, Role> roles,
      Map<String, Passage> passages) {
    var role = roles.get(work.accepted().roleHash());
    if (role == null) {
      return;
    }
    var earlier =
        transcript.returned().stream().filter(returned -> !returned.work().equals(work)).toList();
    var shown =
        work.passages().orElse(List.of()).stream().map(passages::get).filter(p -> p != null);
    var prompt = PromptBuilder.build(tenant(), role, earlier, work.unfinished(), shown.toList());
    prompt.messages().stream()
        .limit(prompt.messages().size() - unsent(work))
        .forEach(message -> PromptMessages.add(messages, message));
    work.taken().ifPresent(reply -> PromptMessages.add(messages, "assistant", reply.text()));
  }

  /** What a model would be told next is no message where the attempt is over. */
  private int unsent(Attempt.Open work) {
    boolean hasFailed =
        transcript.attempts().stream()
            .anyMatch(
                attempt -> attempt instanceof Attempt.Failed failed && failed.work().equals(work));
    return hasFailed && work.endsInFault() ? 1 : 0;
  }

  private Optional<Attempt.Open> lastWork() {
    return transcript.attempts().stream()
        .flatMap(attempt -> Transcript.work(attempt).stream())
        .reduce((_, later) -> later);
  }
}
