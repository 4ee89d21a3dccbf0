package dev.troupe.embedded;

/** Makes something of its input, without anybody at work. */
public final class PassStep extends Step<PassStep> {
  PassStep() {
    super("Pass");
  }

  public PassStep assign(String name, Object value) {
    return assignTo(name, value);
  }

  @Override
  PassStep self() {
    return this;
  }
}
