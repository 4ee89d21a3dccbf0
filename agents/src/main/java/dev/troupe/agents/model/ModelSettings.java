package dev.troupe.agents.model;

import com.typesafe.config.Config;
import java.time.Duration;

/** The settings under {@code troupe.models}. */
public record ModelSettings(Duration offlineLatency) {

  /**
   * @param config the system's whole configuration
   */
  public static ModelSettings of(Config config) {
    return new ModelSettings(config.getDuration("troupe.models.providers.offline.latency"));
  }
}
