package dev.troupe.agents.function;

/** Fails a step under a name of the author's choice, for Retry and Catch. */
public final class FunctionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String error;

  /**
   * @param error the name that {@code ErrorEquals} compares, for instance {@code OutOfStock}; names
   *     that begin with {@code States.} are the language's own
   * @param cause one sentence: what, where, what to do
   */
  public FunctionFailure(String error, String cause) {
    super(cause);
    if (error.isBlank() || error.startsWith("States.")) {
      throw new IllegalArgumentException(
          "'%s' cannot be a function's error; choose a name that does not begin with 'States.'"
              .formatted(error));
    }
    this.error = error;
  }

  public String error() {
    return error;
  }
}
