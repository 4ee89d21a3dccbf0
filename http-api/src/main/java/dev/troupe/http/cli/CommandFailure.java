package dev.troupe.http.cli;

/** Why a command ends early: the exit code, and one sentence for the user. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Exit exit;

  public CommandFailure(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  public CommandFailure(Exit exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  public Exit exit() {
    return exit;
  }
}
