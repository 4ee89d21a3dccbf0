package dev.troupe.supervisor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code troupe.tasks.retention}; troupe-supervisor.conf says what each is for.
 *
 * @param keepFor from a task's end on; null for ever
 * @param archiveTo a folder; null for no archive
 * @param settleFor from the moment at which a task is not known any more to the removal of its
 *     journals
 */
public record RetentionSettings(
    @Nullable Duration keepFor, @Nullable Path archiveTo, Duration lookEvery, Duration settleFor) {
  private static final String PATH = "troupe.tasks.retention";
  private static final String NEVER = "never";

  /**
   * @param config the system's whole configuration
   */
  static RetentionSettings from(Config config) {
    var retention = config.getConfig(PATH);
    var folder = retention.getString("archive-to");
    var settings =
        new RetentionSettings(
            retention.getString("keep-for").equals(NEVER)
                ? null
                : retention.getDuration("keep-for"),
            folder.isBlank() ? null : Path.of(folder),
            retention.getDuration("look-every"),
            retention.getDuration("settle-for"));
    var keepFor = settings.keepFor;
    if (keepFor != null && keepFor.isNegative()) {
      throw fault(config, "keep-for", "\"never\", or a time of at least 0");
    }
    if (settings.lookEvery.toMillis() < 1) {
      throw fault(config, "look-every", "more than 0");
    }
    if (settings.settleFor.isNegative()) {
      throw fault(config, "settle-for", "at least 0");
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
