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

  /** What {@code troupe.http.trust-network} has to say, word for word. */
  public static final String TRUST = "i-know-this-network-is-trusted";

  public static HttpSettings of(Config config) {
    Config http = config.getConfig("troupe.http");
    return new HttpSettings(
        http.getString("host"),
        http.getInt("port"),
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
}
