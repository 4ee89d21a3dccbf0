package dev.troupe.supervisor.task;

import dev.troupe.supervisor.workflow.Workflow;

/**
 * What a decision may look at beside the task itself: fixed for the length of the decision.
 *
 * @param taskKey {@code tenant/taskId}
 * @param workflow the one whose hash the task is pinned to
 */
public record Environment(String taskKey, Workflow workflow, Resources resources) {}
