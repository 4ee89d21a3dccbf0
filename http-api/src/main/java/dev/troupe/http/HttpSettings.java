package dev.troupe.http;

import com.typesafe.config.Config;
import java.time.Duration;

/** {@code troupe.http}: see {@code troupe-http.conf}. */
public record HttpSettings(
    String host,
    int port,
    boolean networkTrusted,
    long maxBodyBytes,
    Duration maxWait,
    Duration keepAlive,
    int maxConnections,
    int backlog,
    Duration shutdownGrace,
    int pageDefault,
    int pageMax) {

  private static final int PORT_AT_MOST = 65_535;

  /** What {@code troupe.http.trust-network} has to say, word for word. */
  public static final String TRUST = "i-know-this-network-is-trusted";

  /**
   * @throws IllegalArgumentException if a setting cannot be used
   */
  public static HttpSettings of(Config config) {
    Config http = config.getConfig("troupe.http");
    return new HttpSettings(
        http.getString("host"),
        port(http),
        http.getString("trust-network").equals(TRUST),
        http.getBytes("max-body"),
        http.getDuration("max-wait"),
        http.getDuration("keep-alive"),
        http.getInt("max-connections"),
        http.getInt("backlog"),
        http.getDuration("shutdown-grace"),
        http.getInt("page-default"),
        http.getInt("page-max"));
  }

  private static int port(Config http) {
    int port = http.getInt("port");
    if (port < 0 || port > PORT_AT_MOST) {
      throw new IllegalArgumentException(
          "the port is %d; it must be 0, for any, to %d".formatted(port, PORT_AT_MOST));
    }
    return port;
  }
}
