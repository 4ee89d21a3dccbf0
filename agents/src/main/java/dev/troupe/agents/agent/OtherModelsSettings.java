package dev.troupe.agents.agent;

import com.typesafe.config.Config;
import dev.troupe.agents.Role;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a role's {@code fallbacks} and {@code models}. */
final class OtherModelsSettings {
  private static final String OFFLINE = "offline";
  private static final int FALLBACKS_AT_MOST = 8;

  private OtherModelsSettings() {}

  /**
   * @param own what the role's block says itself
   * @param block the same with the defaults
   * @return null for none
   */
  static Role.@Nullable OtherModels read(Config own, Config block, String path) {
    if (block.getString("model").equals(OFFLINE)) {
      refuseForOffline(own, path);
      return null;
    }
    var fallbacks = fallbacks(block.getStringList("fallbacks"), path + ".fallbacks");
    var turns = turns(block.getConfig("models"), path + ".models");
    return fallbacks.isEmpty() && turns.isEmpty() ? null : new Role.OtherModels(fallbacks, turns);
  }

  /** Whoever leaves a role on `offline` wants nothing to leave the machine. */
  private static void refuseForOffline(Config own, String path) {
    for (var key : List.of("fallbacks", "models")) {
      if (own.hasPath(key)) {
        throw new IllegalArgumentException(
            "%s.%s: a role whose model is `offline` asks no other; set %s.model too, or remove it"
                .formatted(path, key, path));
      }
    }
  }

  private static List<String> fallbacks(List<String> models, String path) {
    if (models.size() > FALLBACKS_AT_MOST) {
      throw new IllegalArgumentException(
          "%s: %d models are more than %d; leave the last ones out"
              .formatted(path, models.size(), FALLBACKS_AT_MOST));
    }
    if (models.stream().distinct().count() < models.size()) {
      throw new IllegalArgumentException(path + ": a model stands there twice; name each once");
    }
    return models;
  }

  private static Map<Role.Turn, String> turns(Config models, String path) {
    var turns = new EnumMap<Role.Turn, String>(Role.Turn.class);
    for (var key : models.root().keySet()) {
      turns.put(turn(key, path), models.getString(key));
    }
    return turns;
  }

  private static Role.Turn turn(String key, String path) {
    return Arrays.stream(Role.Turn.values())
        .filter(turn -> setting(turn).equals(key))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s.%s: there is no such turn; known are %s"
                    .formatted(
                        path,
                        key,
                        Arrays.stream(Role.Turn.values())
                            .map(OtherModelsSettings::setting)
                            .collect(Collectors.joining(", ")))));
  }

  private static String setting(Role.Turn turn) {
    return turn.name().toLowerCase(Locale.ROOT);
  }
}
