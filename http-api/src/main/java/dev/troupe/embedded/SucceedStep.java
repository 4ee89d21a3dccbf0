package dev.troupe.embedded;

import dev.troupe.supervisor.Outcome;

/** The end of a workflow or of a branch. */
public final class SucceedStep extends Step<SucceedStep> {
  SucceedStep() {
    super("Succeed");
  }

  /** What the task's work came to; without it, {@code answered}. */
  public SucceedStep outcome(Outcome outcome) {
    fields().putObject("X-Troupe").put("outcome", outcome.wireName());
    return this;
  }

  @Override
  boolean leadsOn() {
    return false;
  }

  @Override
  SucceedStep self() {
    return this;
  }
}
