package dev.troupe.http.eval;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a case's task came to.
 *
 * @param result as {@code /v1/tasks/ID/result} shows it
 * @param failure why it failed; empty if it did not
 */
public record Answer(JsonNode result, Optional<String> failure, Duration took) {
  private static final String SOURCES = "## Sources";

  /** The brief without its list of sources: a fact that only a source's title has is not told. */
  String text() {
    var markdown = result.path("markdown").asText("");
    var end = markdown.indexOf("\n" + SOURCES);
    return end < 0 ? markdown : markdown.substring(0, end);
  }

  boolean isAnsweredBrief() {
    return !result.has("output") && result.path("outcome").asText("answered").equals("answered");
  }

  /** What a schema is held against: the workflow's own output, or the brief as an object. */
  JsonNode output() {
    return result.has("output") ? result.path("output") : result;
  }

  long tokens() {
    return tokens(result);
  }

  /** In and out, of whatever tells a task's usage. */
  public static long tokens(JsonNode task) {
    var usage = task.path("usage");
    return usage.path("inputTokens").asLong() + usage.path("outputTokens").asLong();
  }

  /** In the currency of the prices; what has no known price is not in it. */
  double money() {
    return result.path("usage").path("cost").path("amount").asDouble();
  }

  long unpricedCalls() {
    return result.path("usage").path("cost").path("unpricedCalls").asLong();
  }

  long modelCalls() {
    return result.path("usage").path("modelCalls").asLong();
  }
}
