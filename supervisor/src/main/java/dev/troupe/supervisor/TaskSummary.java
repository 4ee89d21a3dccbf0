package dev.troupe.supervisor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the listing: a projection, a moment behind the task itself. */
public record TaskSummary(
    String id,
    String goal,
    TaskStatus status,
    @Nullable Outcome outcome,
    String workflow,
    Map<String, String> labels,
    Instant submittedAt,
    @Nullable Instant endedAt) {

  public TaskSummary withStatus(TaskStatus other) {
    return new TaskSummary(id, goal, other, outcome, workflow, labels, submittedAt, endedAt);
  }

  /** What to list, newest first; {@code cursor} is a former page's {@code next}. */
  public record Query(
      String tenant,
      @Nullable TaskStatus status,
      Map<String, String> labels,
      @Nullable String cursor,
      int limit) {}

  public record Page(List<TaskSummary> tasks, @Nullable String next) {}
}
