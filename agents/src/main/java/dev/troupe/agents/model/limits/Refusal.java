package dev.troupe.agents.model.limits;

import java.time.Duration;

/** A try that was not let out; nothing was sent. */
public abstract sealed class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Refusal(String message) {
    super(message, null, false, false);
  }

  /** As many wait as may. */
  public static final class Full extends Refusal {
    private static final long serialVersionUID = 1L;

    Full(String message) {
      super(message);
    }
  }

  /** Its deadline passed before its turn came. */
  public static final class TooLate extends Refusal {
    private static final long serialVersionUID = 1L;

    TooLate(String message) {
      super(message);
    }
  }

  /** The endpoint failed too often lately. */
  public static final class Open extends Refusal {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    Open(String message, Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    /** When it is worth asking again. */
    public Duration retryAfter() {
      return retryAfter;
    }
  }
}
