package dev.troupe.agents.tool;

/** A tool could not do what it was asked for; the message goes back to the model as text. */
public final class ToolFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence: what, where, what to do
   */
  public ToolFailure(String message) {
    super(message);
  }

  public ToolFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
