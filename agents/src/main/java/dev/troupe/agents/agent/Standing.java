package dev.troupe.agents.agent;

/** How a transcript stands to one attempt of an assignment. */
public sealed interface Standing {

  /** Not recorded: to be done. */
  record Unheard() implements Standing {}

  record Recorded(Attempt attempt) implements Standing {}

  /** A later attempt of the same assignment is recorded. */
  record Outdated() implements Standing {}
}
