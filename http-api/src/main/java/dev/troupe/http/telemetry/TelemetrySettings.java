package dev.troupe.http.telemetry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code troupe.telemetry}: see {@code troupe-telemetry.conf}.
 *
 * @param endpoint empty where nobody is told
 * @param sample the share of tasks whose spans are sent, 0 to 1
 */
public record TelemetrySettings(
    Optional<URI> endpoint,
    Map<String, String> headers,
    String serviceName,
    double sample,
    boolean content,
    int textAtMost,
    Duration spansEvery,
    Duration metricsEvery,
    int queue,
    Duration timeout) {
  private static final String PATH = "troupe.telemetry";

  /**
   * @throws IllegalArgumentException if a setting cannot be used
   */
  public static TelemetrySettings of(Config config) {
    Config block = config.getConfig(PATH);
    return new TelemetrySettings(
        endpoint(block.getString("endpoint").strip()),
        headers(block.getConfig("headers")),
        block.getString("service-name"),
        sample(block.getDouble("sample")),
        block.getBoolean("content"),
        atLeastOne(block, "text-at-most"),
        positive(block, "spans-every"),
        positive(block, "metrics-every"),
        atLeastOne(block, "queue"),
        positive(block, "timeout"));
  }

  private static Optional<URI> endpoint(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && ("http".equals(url.getScheme()) || isSecure(url))) {
        return Optional.of(url);
      }
    } catch (IllegalArgumentException unreadable) {
      // Said below, in the same words.
    }
    throw new IllegalArgumentException(
        "%s.endpoint: \"%s\" is no URL of an OTLP/HTTP receiver; write for instance \"http://127.0.0.1:4318\", or \"\" for no telemetry"
            .formatted(PATH, text));
  }

  private static boolean isSecure(URI url) {
    return "https".equals(url.getScheme());
  }

  private static Map<String, String> headers(Config headers) {
    return headers.root().keySet().stream()
        .collect(Collectors.toMap(name -> name, name -> header(headers, name)));
  }

  private static String header(Config headers, String name) {
    try {
      return headers.root().toConfig().getString('"' + name + '"');
    } catch (ConfigException.WrongType wrong) {
      throw new IllegalArgumentException(
          "%s.headers.%s must be a text".formatted(PATH, name), wrong);
    }
  }

  private static double sample(double share) {
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException(
          "%s.sample is %s; it must be 0, for no spans, to 1, for all".formatted(PATH, share));
    }
    return share;
  }

  private static int atLeastOne(Config block, String key) {
    int value = block.getInt(key);
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s.%s is %d; it must be at least 1".formatted(PATH, key, value));
    }
    return value;
  }

  private static Duration positive(Config block, String key) {
    Duration value = block.getDuration(key);
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "%s.%s is %s; it must be longer than nothing".formatted(PATH, key, value));
    }
    return value;
  }

  /**
   * Where one kind of telemetry goes.
   *
   * @param kind {@code traces} or {@code metrics}
   */
  static String url(URI endpoint, String kind) {
    String base = endpoint.toString();
    return (base.endsWith("/") ? base : base + "/") + "v1/" + kind;
  }
}
