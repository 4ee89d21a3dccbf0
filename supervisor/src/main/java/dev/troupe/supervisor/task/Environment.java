package dev.troupe.supervisor.task;

import dev.troupe.supervisor.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * What a decision may look at beside the task itself: fixed for the length of the decision.
 *
 * @param taskKey {@code tenant/taskId}
 * @param workflow the one whose hash the task is pinned to
 * @param given what the context object says of the task; null where its own names are right
 */
public record Environment(
    String taskKey, Workflow workflow, Resources resources, @Nullable Names given) {

  /** What the context object calls the task and its workflow. */
  public record Names(
      String executionId,
      String executionName,
      String roleArn,
      String machineId,
      String machineName) {}

  public Environment(String taskKey, Workflow workflow, Resources resources) {
    this(taskKey, workflow, resources, null);
  }

  /** As an item of a distributed Map sees it, which runs the part with this hash. */
  Environment ofItem(TaskId id, String hash) {
    var part =
        workflow.ofItems().stream()
            .filter(ofItem -> ofItem.hash().equals(hash))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("No distributed Map runs %s".formatted(hash)));
    return new Environment(id.key(), part, resources, given);
  }

  Names names(String workflowName) {
    var taskId = taskKey.substring(taskKey.indexOf('/') + 1);
    return given == null ? new Names(taskKey, taskId, "", workflow.hash(), workflowName) : given;
  }
}
