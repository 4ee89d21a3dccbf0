package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as its supervisor sees it now.
 *
 * @param run counted from 1; a redrive begins the next one
 * @param output what the workflow ended with; null before the end and for tasks that failed
 * @param engine {@code offline} where every model call was answered by the offline engine, else the
 *     models' names joined by a comma
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskView(
    String id,
    String goal,
    TaskStatus status,
    @Nullable Outcome outcome,
    String workflow,
    String workflowHash,
    Map<String, String> labels,
    Instant submittedAt,
    @Nullable Instant endedAt,
    @Nullable Failure failure,
    Usage usage,
    @Nullable JsonNode output,
    String engine,
    long sequence,
    int run) {

  /** Why a task failed: an error name and one sentence. */
  public record Failure(String type, String cause) {}
}
