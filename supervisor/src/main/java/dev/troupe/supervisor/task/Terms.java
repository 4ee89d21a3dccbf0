package dev.troupe.supervisor.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task was accepted with; it never changes. */
public record Terms(
    String workflow,
    String workflowHash,
    Held input,
    List<String> knowledge,
    Map<String, String> labels,
    TaskEvent.Limits limits,
    Instant deadline,
    @Nullable String model,
    String bodyHash,
    String traceparent,
    Instant submittedAt) {

  public String goal() {
    return input.json().path("goal").asText();
  }
}
