package dev.troupe.supervisor.task;

import dev.troupe.agents.AgentId;

/** Names a task: {@code tenant/id} is its entity's id and its row in the wake-up index. */
public record TaskId(String tenant, String id) {
  public static final String ENTITY_TYPE = "Supervisor";

  public static TaskId fromKey(String key) {
    var slash = key.indexOf('/');
    return new TaskId(key.substring(0, slash), key.substring(slash + 1));
  }

  public String key() {
    return tenant + "/" + id;
  }

  /** Of the task's journal. */
  public String persistenceId() {
    return ENTITY_TYPE + "|" + key();
  }

  AgentId agent(int number) {
    return new AgentId(tenant, id, number);
  }
}
