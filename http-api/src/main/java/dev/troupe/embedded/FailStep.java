package dev.troupe.embedded;

/** The end of a task that fails. */
final class FailStep extends Step<FailStep> {
  FailStep(String error, String cause) {
    super("Fail");
    fields().put("Error", error).put("Cause", cause);
  }

  @Override
  boolean leadsOn() {
    return false;
  }

  @Override
  FailStep self() {
    return this;
  }
}
