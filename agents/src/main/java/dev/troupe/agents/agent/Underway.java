package dev.troupe.agents.agent;

/** What an agent waits for. */
sealed interface Underway permits Turn, ToolRound {

  /** What comes of it is not wanted any more. */
  void stop();
}
