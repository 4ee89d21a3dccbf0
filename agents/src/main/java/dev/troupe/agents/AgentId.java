package dev.troupe.agents;

/**
 * Names one agent: a role at work in one frame of one task.
 *
 * @param tenant {@code [a-z0-9-]{1,32}}
 * @param taskId the task's UUID
 * @param number counted per task, from 1
 */
public record AgentId(String tenant, String taskId, int number) {

  /**
   * The sharded entity's id, and with its role's name the journal's: {@code role|tenant/task/n}.
   */
  public String entityId() {
    return task() + "/" + number;
  }

  /** {@code tenant/taskId} */
  public String task() {
    return tenant + "/" + taskId;
  }
}
