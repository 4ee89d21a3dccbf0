package dev.troupe.agents.model;

import dev.langchain4j.exception.HttpException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What can go wrong below a model call; unchecked, because it passes through a foreign interface.
 */
sealed interface TransportFailure {

  /** The endpoint answered with a status that is no success. */
  final class BadStatus extends HttpException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final Optional<Duration> retryAfter;

    BadStatus(int status, String body, Optional<Duration> retryAfter) {
      super(status, body);
      this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** The connection could not be made, or broke. */
  final class Disconnected extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    Disconnected(IOException cause) {
      super(cause);
    }
  }

  /** The call's deadline passed: while it waited for a connection, or for the answer. */
  final class TooLate extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    TooLate(String what) {
      super(what);
    }
  }

  final class TooLarge extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    TooLarge(long bytesAtMost) {
      super("more than %d bytes".formatted(bytesAtMost));
    }
  }

  /** The call was cancelled. */
  final class Interrupted extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;
  }
}
