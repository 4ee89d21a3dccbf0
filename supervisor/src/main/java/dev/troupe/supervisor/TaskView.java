package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as its supervisor sees it now.
 *
 * @param run counted from 1; a redrive begins the next one
 * @param output what the workflow ended with; null before the end and for tasks that failed
 * @param engine {@code offline} where every model call was answered by the offline engine, else the
 *     models' names joined by a comma
 * @param usageOfSteps by state and role; what was used in the run of the task and those before
 * @param hasCalledOff whether work was called off before its end, whose calls its supervisor has
 *     not heard of
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
    int run,
    List<StepUsage> usageOfSteps,
    boolean hasCalledOff) {

  public TaskView {
    // A node of an earlier release does not tell it.
    usageOfSteps = usageOfSteps == null ? List.of() : List.copyOf(usageOfSteps);
  }

  /** Without what the single steps used. */
  public TaskView(
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
    this(
        id,
        goal,
        status,
        outcome,
        workflow,
        workflowHash,
        labels,
        submittedAt,
        endedAt,
        failure,
        usage,
        output,
        engine,
        sequence,
        run,
        List.of(),
        false);
  }

  /** With what was used besides. */
  public TaskView with(Usage whole, List<StepUsage> ofSteps) {
    return new TaskView(
        id,
        goal,
        status,
        outcome,
        workflow,
        workflowHash,
        labels,
        submittedAt,
        endedAt,
        failure,
        whole,
        output,
        engine,
        sequence,
        run,
        ofSteps,
        hasCalledOff);
  }

  /**
   * What one role used in one state of the workflow, in all its visits and attempts.
   *
   * @param role or {@code workflow:NAME} where a task of its own did
   */
  public record StepUsage(String state, String role, Usage usage) {}

  /** Why a task failed: an error name and one sentence. */
  public record Failure(String type, String cause) {}
}
