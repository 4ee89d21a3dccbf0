package dev.troupe.agents.agent;

/** What an agent waits for. */
sealed interface Underway permits Turn, ToolRound, Unread, Judged {

  /** What comes of it is not wanted any more. */
  void stop();
}
