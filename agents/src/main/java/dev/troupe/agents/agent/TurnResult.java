package dev.troupe.agents.agent;

import dev.troupe.agents.agent.AgentEvent.ModelReplied;

/** How one turn of an attempt ended. */
sealed interface TurnResult {

  /**
   * @param work with the passages that the turn retrieved
   * @param callsAllowed how many replies the attempt may take in all
   */
  record Heard(Attempt.Open work, ModelReplied reply, Meaning meaning, int callsAllowed)
      implements TurnResult {}

  record GaveUp(Attempt.Open work, String error, String cause) implements TurnResult {
    /** What nobody had foreseen. */
    static final String FAULT = "Agent.Failed";
  }
}
