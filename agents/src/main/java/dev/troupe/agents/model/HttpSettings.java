package dev.troupe.agents.model;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings under {@code troupe.models.http}.
 *
 * @param connections how many calls may be under way at once on this node; others wait
 * @param responseBytes the longest answer that is read
 */
public record HttpSettings(int connections, Duration connectTimeout, long responseBytes) {

  static HttpSettings of(Config http) {
    return new HttpSettings(
        http.getInt("connections"),
        http.getDuration("connect-timeout"),
        http.getBytes("response-bytes"));
  }
}
