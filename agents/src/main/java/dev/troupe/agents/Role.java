package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is: data, not code. Stored by the SHA-256 of its canonical JSON and pinned per
 * assignment, so that a changed configuration never changes work under way.
 *
 * @param name the {@code NAME} of {@code agent:NAME}; {@code [a-z][a-z0-9-]{0,31}}
 * @param kind how its prompt is laid out and what it is checked for
 * @param instructions the system message
 * @param model {@code offline} or {@code provider/model}
 * @param baseUrl replaces the provider's endpoint
 * @param outputSchema JSON Schema of its output, or null for plain text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Role(
    String name,
    Kind kind,
    String instructions,
    String model,
    @Nullable String baseUrl,
    @Nullable JsonNode outputSchema,
    Limits limits) {

  /** PLAIN takes any JSON and returns text; the others are the team of workflow {@code report}. */
  public enum Kind {
    PLAIN,
    PLANNER,
    RESEARCHER,
    WRITER,
    REVIEWER
  }

  /**
   * @param modelCalls per assignment, repair turns included
   * @param maxOutputTokens per call
   * @param timeout per call
   */
  public record Limits(int modelCalls, int maxOutputTokens, Duration timeout) {}
}
