package dev.troupe.embedded;

/** Waits, and costs nothing meanwhile. */
public final class WaitStep extends Step<WaitStep> {
  WaitStep() {
    super("Wait");
  }

  public WaitStep assign(String name, Object value) {
    return assignTo(name, value);
  }

  @Override
  WaitStep self() {
    return this;
  }
}
