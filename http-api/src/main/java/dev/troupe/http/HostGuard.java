package dev.troupe.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets only requests through that name this machine: a web page whose DNS name was rebound to
 * loopback still sends its own name in Host and Origin.
 */
final class HostGuard {
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private HostGuard() {}

  /** The problem to answer with; empty where the request may pass. */
  static Optional<Problem> check(Call call) {
    String host = call.header("Host").orElse("");
    if (!isLoopback(withoutPort(host))) {
      return Optional.of(Problem.misdirected(host));
    }
    return call.header("Origin")
        .filter(origin -> !isLoopback(hostOf(origin)))
        .map(Problem::foreignOrigin);
  }

  /** Whether a host, as written in a URL without its port, means this machine. */
  static boolean isLoopback(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || name.equals("[0:0:0:0:0:0:0:1]")
        || LOOPBACK_V4.matcher(name).matches();
  }

  private static String withoutPort(String host) {
    int bracket = host.lastIndexOf(']');
    int colon = host.lastIndexOf(':');
    return colon > bracket ? host.substring(0, colon) : host;
  }

  private static @Nullable String hostOf(String origin) {
    try {
      return URI.create(origin).getHost();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
