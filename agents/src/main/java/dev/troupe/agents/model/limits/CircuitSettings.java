package dev.troupe.agents.model.limits;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The block {@code circuit} of a provider's limits.
 *
 * @param failuresPercent of the last tries; 0 for no circuit
 * @param lastTries that are counted
 * @param leastTries before it may open
 * @param open how long nothing is sent
 * @param trials let through at once afterwards
 */
record CircuitSettings(
    int failuresPercent, int lastTries, int leastTries, Duration open, int trials) {

  static CircuitSettings of(Config circuit, String path) {
    int percent = Limits.count(circuit, "failures-percent", path, 0);
    if (percent > 100) {
      throw new IllegalArgumentException(
          "%s.failures-percent: %d is more than all; write 1 to 100, or 0 for no circuit"
              .formatted(path, percent));
    }
    return new CircuitSettings(
        percent,
        Limits.count(circuit, "last-tries", path, 1),
        Limits.count(circuit, "least-tries", path, 1),
        circuit.getDuration("open"),
        Limits.count(circuit, "trials", path, 1));
  }

  boolean isOff() {
    return failuresPercent == 0;
  }
}
