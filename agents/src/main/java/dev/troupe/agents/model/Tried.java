package dev.troupe.agents.model;

/** How one try of a call ended. */
sealed interface Tried {
  record Answered(ModelReply reply) implements Tried {}

  record Failed(CallFault fault) implements Tried {}
}
