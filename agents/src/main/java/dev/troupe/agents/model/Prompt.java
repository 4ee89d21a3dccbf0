package dev.troupe.agents.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.troupe.agents.knowledge.Passage;
import java.util.List;

/**
 * What a model is asked: the messages, and the facts they were rendered from. Language models read
 * the messages; the offline engine, which is no language model, works on the facts.
 *
 * @param tenant whose knowledge may be looked at
 * @param input of the current assignment
 * @param passages retrieved for it, best first; empty for roles that do not retrieve
 * @param earlier what the same agent was assigned before and returned, oldest first
 */
public record Prompt(
    String tenant,
    List<ChatMessage> messages,
    JsonNode input,
    List<Passage> passages,
    List<Exchange> earlier) {

  public record Exchange(JsonNode input, JsonNode output) {}
}
