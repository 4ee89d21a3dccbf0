package dev.troupe.embedded;

/** The states of a branch of a Parallel, or of what a Map does with an item. */
public final class Branch extends States<Branch> {
  Branch() {}

  @Override
  Branch self() {
    return this;
  }
}
