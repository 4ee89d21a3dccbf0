package dev.troupe.agents.agent;

/** Before a turn: messages are recorded first, so that the prompt can be rebuilt. */
final class Unread implements Underway {
  @Override
  public void stop() {
    // Nothing of it is under way outside the agent.
  }
}
