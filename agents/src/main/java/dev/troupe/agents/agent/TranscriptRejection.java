package dev.troupe.agents.agent;

/** Why a transcript records nothing. */
public sealed interface TranscriptRejection {

  /** The attempt has ended, or a later one has begun: the reply comes too late. */
  record Outdated(int assignment, int attempt) implements TranscriptRejection {}
}
