package dev.troupe.agents.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often, and how long apart, a call is tried again. Pure: time and chance come in.
 *
 * @param times after the first
 * @param within from the first try to the last one's begin
 * @param firstPause doubled every time, and varied by half, so that callers do not come back as one
 */
public record RetryPolicy(int times, Duration within, Duration firstPause) {

  static RetryPolicy of(Config retries) {
    if (retries.getInt("times") < 0) {
      throw new ConfigException.BadValue(
          retries.getValue("times").origin(),
          "troupe.models.retries.times",
          "is %d; it has to be 0 or more".formatted(retries.getInt("times")));
    }
    return new RetryPolicy(
        retries.getInt("times"), retries.getDuration("within"), retries.getDuration("first-pause"));
  }

  /**
   * @param failures so far, at least 1
   * @param asked the endpoint's {@code Retry-After}
   * @param elapsed since the first try
   * @param left until the call's deadline
   * @param chance from 0 to 1
   * @return how long to wait, or empty if it is no use
   */
  Optional<Duration> pause(
      int failures, Optional<Duration> asked, Duration elapsed, Duration left, double chance) {
    long doubled = firstPause.toMillis() << Math.min(failures - 1, 20);
    var own = Duration.ofMillis((long) (doubled * (0.75 + chance / 2)));
    var pause = asked.filter(wanted -> wanted.compareTo(own) > 0).orElse(own);
    boolean inTime =
        failures <= times
            && elapsed.plus(pause).compareTo(within) <= 0
            && pause.compareTo(left) < 0;
    return inTime ? Optional.of(pause) : Optional.empty();
  }
}
