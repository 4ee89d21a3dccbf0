package dev.troupe.agents.model;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The settings under {@code troupe.models.http}.
 *
 * @param connections how many calls may be under way at once on this node; others wait
 * @param responseBytes the longest answer that is read
 * @param allowedHosts where calls may go; empty for wherever configuration sends them
 */
public record HttpSettings(
    int connections,
    Duration connectTimeout,
    long responseBytes,
    StreamLimits stream,
    List<String> allowedHosts) {

  /**
   * How patient a reader of a stream is; a call's own deadline comes first.
   *
   * @param firstToken from the request to the first event of the answer
   * @param idle between two pieces of it
   */
  public record StreamLimits(Duration firstToken, Duration idle) {}

  /**
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  static HttpSettings of(Config http) {
    requirePositive(http.getInt("connections"), "connections", "1 or more");
    requirePositive(http.getBytes("response-bytes"), "response-bytes", "1 byte or more");
    for (var time : List.of("connect-timeout", "first-token", "idle")) {
      requirePositive(http.getDuration(time).toNanos(), time, "longer than 0");
    }
    return new HttpSettings(
        http.getInt("connections"),
        http.getDuration("connect-timeout"),
        http.getBytes("response-bytes"),
        new StreamLimits(http.getDuration("first-token"), http.getDuration("idle")),
        http.getStringList("allowed-hosts").stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .toList());
  }

  private static void requirePositive(long value, String setting, String wanted) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "troupe.models.http.%s: it must be %s".formatted(setting, wanted));
    }
  }

  boolean allows(String host) {
    var asked = host.toLowerCase(Locale.ROOT);
    return allowedHosts.isEmpty() || allowedHosts.stream().anyMatch(it -> matches(it, asked));
  }

  private static boolean matches(String allowed, String asked) {
    return allowed.startsWith("*.") ? asked.endsWith(allowed.substring(1)) : allowed.equals(asked);
  }
}
