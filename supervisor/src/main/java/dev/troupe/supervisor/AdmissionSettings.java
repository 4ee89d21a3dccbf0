package dev.troupe.supervisor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * The settings under {@code troupe.tasks.admission}: when a node takes on no more tasks.
 *
 * @param openAtMost tasks that may be under way on a node
 * @param latencyAtMost how long the store may take for a write of a new task
 * @param heapAtMost the share of the memory for long-lived objects that may be left in use after a
 *     collection, from 0 to 1
 * @param retryAfter when a client that was refused may ask again
 */
public record AdmissionSettings(
    int openAtMost, Duration latencyAtMost, double heapAtMost, Duration retryAfter) {
  private static final String PATH = "troupe.tasks.admission";

  static AdmissionSettings from(Config config) {
    var admission = config.getConfig(PATH);
    var settings =
        new AdmissionSettings(
            admission.getInt("open-at-most"),
            admission.getDuration("latency-at-most"),
            admission.getDouble("heap-at-most"),
            admission.getDuration("retry-after"));
    if (settings.openAtMost < 1) {
      throw fault(config, "open-at-most", "at least 1");
    }
    if (!settings.latencyAtMost.isPositive()) {
      throw fault(config, "latency-at-most", "more than 0");
    }
    if (settings.heapAtMost <= 0 || settings.heapAtMost > 1) {
      throw fault(config, "heap-at-most", "more than 0, and 1 at most");
    }
    if (settings.retryAfter.toSeconds() < 1) {
      throw fault(config, "retry-after", "at least 1 s");
    }
    return settings;
  }

  private static ConfigException fault(Config config, String name, String wanted) {
    var path = PATH + "." + name;
    return new ConfigException.BadValue(
        config.getValue(path).origin(),
        path,
        "is %s; it has to be %s".formatted(config.getValue(path).unwrapped(), wanted));
  }
}
