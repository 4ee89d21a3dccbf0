package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What environment variables set: every module's {@code troupe-environment.conf} says which of them
 * stands for which setting.
 */
final class NodeEnvironment {
  private static final String NAMES = "troupe-environment.conf";
  private static final String PREFIX = "TROUPE_";
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private NodeEnvironment() {}

  /**
   * @param defaults tell which settings are lists: their variables are separated by commas
   */
  static Config settings(Map<String, String> variables, Supplier<Config> defaults) {
    var ours = new TreeMap<String, Object>();
    variables.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        ours.put(name, value.strip());
      }
    });
    var settings =
        ConfigFactory.parseResources(NodeEnvironment.class.getClassLoader(), NAMES)
            .resolveWith(
                ConfigFactory.parseMap(ours, "the environment"), ConfigResolveOptions.noSystem());
    return settings.isEmpty() ? settings : withLists(settings, defaults.get());
  }

  private static Config withLists(Config settings, Config defaults) {
    var listed = settings;
    for (var setting : settings.entrySet()) {
      var path = setting.getKey();
      if (defaults.hasPathOrNull(path)
          && defaults.getValue(path).valueType() == ConfigValueType.LIST) {
        var values = COMMA.splitAsStream(settings.getString(path)).toList();
        listed = listed.withValue(path, ConfigValueFactory.fromIterable(values, NAMES));
      }
    }
    return listed;
  }
}
