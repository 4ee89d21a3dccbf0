package dev.troupe.agents.agent;

import dev.troupe.agents.model.ToolRequest;

/**
 * One of the tools that a reply asks for.
 *
 * @param call of the model, whose reply it is
 * @param place in that reply, from 1
 */
record ToolPlace(int call, int place, ToolRequest request) {

  /** The same in every attempt at this call: {@code taskId:assignment:2.1}. */
  String idempotencyKey(String taskId, int assignment) {
    return "%s:%d:%d.%d".formatted(taskId, assignment, call, place);
  }
}
