package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent's conversation as plain JSON, {@code {agent, role, messages:[{role, text}]}}: the prompt
 * of its last attempt, rebuilt from its events, and the replies to it. Pure.
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

  public String tenant() {
    var entityId = entityId();
    return entityId.substring(0, Math.max(0, entityId.indexOf('/')));
  }

  private String entityId() {
    return persistenceId.substring(persistenceId.indexOf('|') + 1);
  }

  private String role() {
    return persistenceId.substring(0, Math.max(0, persistenceId.indexOf('|')));
  }

  /**
   * @param roles by hash; an attempt whose role is not among them is left out
   * @param passages by id; those that are gone are left out
   */
  public JsonNode json(Map<String, Role> roles, Map<String, Passage> passages) {
    var json = Json.MAPPER.createObjectNode();
    json.put("agent", entityId());
    json.put("role", role());
    var messages = json.putArray("messages");
    lastWork().ifPresent(work -> addMessages(messages, work, roles, passages));
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
    prompt.messages().forEach(message -> add(messages, message));
    work.taken().ifPresent(reply -> add(messages, "assistant", reply.text()));
  }

  private static void add(ArrayNode messages, ChatMessage message) {
    switch (message) {
      case SystemMessage system -> add(messages, "system", system.text());
      case UserMessage user -> add(messages, "user", user.singleText());
      case AiMessage assistant when assistant.hasToolExecutionRequests() ->
          addRequests(messages, assistant);
      case AiMessage assistant -> add(messages, "assistant", assistant.text());
      case ToolExecutionResultMessage result ->
          messages
              .addObject()
              .put("role", "tool")
              .put("name", result.toolName())
              .put("id", result.id())
              .put("text", result.text());
      default -> throw new IllegalStateException("No prompt holds a " + message.type());
    }
  }

  private static void addRequests(ArrayNode messages, AiMessage assistant) {
    var message = messages.addObject().put("role", "assistant");
    message.put("text", assistant.text() == null ? "" : assistant.text());
    var calls = message.putArray("toolCalls");
    for (var request : assistant.toolExecutionRequests()) {
      calls
          .addObject()
          .put("id", request.id())
          .put("name", request.name())
          .put("arguments", request.arguments());
    }
  }

  private static void add(ArrayNode messages, String role, String text) {
    messages.addObject().put("role", role).put("text", text);
  }

  private Optional<Attempt.Open> lastWork() {
    return transcript.attempts().stream()
        .flatMap(attempt -> Transcript.work(attempt).stream())
        .reduce((_, later) -> later);
  }
}
