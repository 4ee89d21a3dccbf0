package dev.troupe.embedded;

import dev.troupe.agents.function.Functions;
import java.util.List;

/** Several branches at the same time. */
public final class ParallelStep extends HandledStep<ParallelStep> {
  private final List<Branch> branches;

  ParallelStep(List<Branch> branches) {
    super("Parallel");
    this.branches = branches;
    var written = fields().putArray("Branches");
    branches.forEach(branch -> written.add(branch.machine()));
  }

  /** What each branch is given, in place of the state's whole input. */
  public ParallelStep arguments(Object arguments) {
    return field("Arguments", arguments);
  }

  @Override
  Functions functions() {
    var all = Functions.NONE;
    for (var branch : branches) {
      all = all.and(branch.functions());
    }
    return all;
  }

  @Override
  ParallelStep self() {
    return this;
  }
}
