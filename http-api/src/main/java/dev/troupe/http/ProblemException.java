package dev.troupe.http;

/** Carries a {@link Problem} out of the middle of a request's handling. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    // Expected, and told to the client: a stack would cost and say nothing.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
