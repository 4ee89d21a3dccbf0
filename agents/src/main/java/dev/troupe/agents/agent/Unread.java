package dev.troupe.agents.agent;

import org.jspecify.annotations.Nullable;

/** Before a turn: messages are recorded first, so that the prompt can be rebuilt. */
final class Unread implements Underway {
  @Override
  public void stop() {
    // Nothing of it is under way outside the agent.
  }

  @Override
  public Attempt.@Nullable Open work() {
    return null;
  }
}
