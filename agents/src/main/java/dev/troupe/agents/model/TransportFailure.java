package dev.troupe.agents.model;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
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

    private final boolean isMidway;

    /**
     * @param isMidway whether an answer had begun
     */
    Disconnected(IOException cause, boolean isMidway) {
      super(cause);
      this.isMidway = isMidway;
    }

    boolean isMidway() {
      return isMidway;
    }
  }

  /** The call's deadline passed while it waited for one of this side's connections. */
  final class NotConnected extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    NotConnected(String what) {
      super(what);
    }
  }

  /** The call's deadline passed while it waited for the answer. */
  final class TooLate extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    private final boolean isOfStep;

    /**
     * @param isOfStep whether it was the step's time that was over, not the call's own
     */
    TooLate(String what, boolean isOfStep) {
      super(what);
      this.isOfStep = isOfStep;
    }

    boolean isOfStep() {
      return isOfStep;
    }
  }

  /** The stream stood still for longer than it may; the call's deadline is not there yet. */
  final class Stalled extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    private final String setting;

    Stalled(String what, String setting) {
      super(what);
      this.setting = setting;
    }

    String setting() {
      return setting;
    }
  }

  /** The stream ended, but its protocol's end mark never came. */
  final class Truncated extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;
  }

  /** An error within an answer whose status was a success. */
  final class Told extends HttpException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    Told(int meaning, String body) {
      super(meaning, body);
    }
  }

  /** The provider's filter stepped in. */
  final class Refused extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  /** Calls may not go there. */
  final class NotAllowed extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    NotAllowed(String host) {
      super(host);
    }
  }

  /** No failure yet: a stream was asked for, and a whole answer came. */
  final class AnsweredWhole extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    private final transient SuccessfulHttpResponse response;

    AnsweredWhole(SuccessfulHttpResponse response) {
      this.response = response;
    }

    SuccessfulHttpResponse response() {
      return response;
    }
  }

  final class TooLarge extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;

    TooLarge(long bytesAtMost) {
      super("more than %d bytes".formatted(bytesAtMost));
    }
  }

  /** Nothing was asked: this process was suspended, and is about to end. */
  final class Suspended extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;
  }

  /** The call was cancelled. */
  final class Interrupted extends RuntimeException implements TransportFailure {
    private static final long serialVersionUID = 1L;
  }
}
