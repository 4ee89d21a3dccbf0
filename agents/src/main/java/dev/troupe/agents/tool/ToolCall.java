package dev.troupe.agents.tool;

import java.time.Instant;
import java.util.List;

/**
 * For whom a tool works.
 *
 * @param collections of documents that the task may search
 * @param assignment counted per task, from 1
 * @param idempotencyKey the same in every attempt of this call
 * @param deadline after it a result is not wanted any more
 */
public record ToolCall(
    String tenant,
    String taskId,
    List<String> collections,
    int assignment,
    String idempotencyKey,
    Instant deadline) {

  public ToolCall {
    collections = List.copyOf(collections);
  }
}
