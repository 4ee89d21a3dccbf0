package dev.troupe.persistence;

import java.io.EOFException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Failures and times as people say them, without the names of Java's types. */
public final class PlainWords {
  private static final int CAUSES_AT_MOST = 20;
  private static final int MILLIS = 3;

  /** How a failure is written that says nothing of its own: its type, or that of its cause. */
  private static final Pattern TYPE =
      Pattern.compile("(?:(?:[a-z_][\\w$]*\\.)+[A-Z][\\w$]*|[A-Z]\\w*(?:Exception|Error))(?:: |$)");

  private PlainWords() {}

  /** What went wrong, in the words of the first in the chain of causes that has any. */
  public static String of(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (var depth = 0; cause != null && depth < CAUSES_AT_MOST; depth++) {
      var said = said(cause);
      var told = said.isEmpty() ? kind(cause) : said;
      if (!told.isEmpty()) {
        return told;
      }
      cause = cause.getCause();
    }
    return "it gave no reason; the log has more";
  }

  /** A message may be made by a user's code, and fail itself. */
  private static String said(Throwable failure) {
    try {
      var message = failure.getMessage();
      if (message == null || isNamed(failure)) {
        return "";
      }
      var begins = TYPE.matcher(message);
      return (begins.lookingAt() ? message.substring(begins.end()) : message).strip();
    } catch (RuntimeException inMessage) {
      return "";
    }
  }

  /** Its message is a host's name, or nothing that would tell. */
  private static boolean isNamed(Throwable failure) {
    return failure instanceof UnknownHostException || failure instanceof TimeoutException;
  }

  private static String kind(Throwable failure) {
    return switch (failure) {
      case UnknownHostException host -> "there is no host %s".formatted(host.getMessage());
      case UnresolvedAddressException _ -> "there is no such host";
      case ConnectException _ -> "nothing answers there";
      case NoRouteToHostException _ -> "no way leads there";
      case TimeoutException _, HttpTimeoutException _, SocketTimeoutException _ ->
          "it took too long";
      case ClosedChannelException _, EOFException _ -> "the connection broke off";
      case OutOfMemoryError _ -> "there is not enough memory";
      case StackOverflowError _ -> "it is nested too deeply";
      default -> "";
    };
  }

  /** As {@code 4 s} or {@code 0.25 s}. */
  public static String of(Duration time) {
    var seconds = new BigDecimal(time.toMillis()).movePointLeft(MILLIS);
    return seconds.stripTrailingZeros().toPlainString() + " s";
  }
}
