package dev.troupe.agents.model.cache;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings under {@code troupe.models.cache}.
 *
 * @param bytes of answers on one node; the least used go first
 * @param keep how long an answer is given again
 */
public record CacheSettings(long bytes, Duration keep) {

  /**
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static CacheSettings of(Config config) {
    var cache = config.getConfig("troupe.models.cache");
    var keep = cache.getDuration("keep");
    if (!keep.isPositive()) {
      throw new IllegalArgumentException("troupe.models.cache.keep: it must be longer than 0");
    }
    return new CacheSettings(cache.getBytes("bytes"), keep);
  }
}
