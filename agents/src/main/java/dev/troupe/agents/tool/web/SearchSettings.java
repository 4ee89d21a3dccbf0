package dev.troupe.agents.tool.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings under {@code troupe.web.search}.
 *
 * @param engine {@code tavily}; empty if there is no search
 * @param results at most, for one question
 * @param snippetCharacters of each result that are handed to the model
 */
record SearchSettings(
    Optional<String> engine,
    String baseUrl,
    String key,
    int results,
    int snippetCharacters,
    int responseBytes,
    Duration timeout) {
  private static final String TAVILY = "tavily";

  /**
   * @param config the system's whole configuration
   */
  static SearchSettings of(Config config) {
    var search = config.getConfig("troupe.web.search");
    var settings =
        new SearchSettings(
            Optional.of(search.getString("engine").strip()).filter(name -> !name.isEmpty()),
            search.getString("base-url"),
            key(search),
            search.getInt("results"),
            search.getInt("snippet-characters"),
            (int) Math.min(Integer.MAX_VALUE, search.getBytes("response-bytes")),
            search.getDuration("timeout"));
    settings.check();
    return settings;
  }

  private static String key(Config search) {
    var file = search.getString("api-key-file");
    if (file.isBlank()) {
      return search.getString("api-key");
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException unreadable) {
      throw new ConfigException.BadValue(
          search.getValue("api-key-file").origin(),
          "troupe.web.search.api-key-file",
          "%s cannot be read; correct the path or its permissions".formatted(file),
          unreadable);
    }
  }

  private void check() {
    engine.ifPresent(name -> {
      require(name.equals(TAVILY), "engine", "\"" + name + "\" is not known; known is tavily");
      require(!key.isBlank(), "api-key", name + " needs one, here or in api-key-file");
    });
    require(results >= 1 && results <= 20, "results", "it must be from 1 to 20");
    require(snippetCharacters >= 1, "snippet-characters", "it must be at least 1");
    require(
        responseBytes >= 1 && responseBytes < Integer.MAX_VALUE,
        "response-bytes",
        "it must be from 1 B to less than 2 GiB");
    require(timeout.isPositive(), "timeout", "it must be longer than 0");
  }

  private static void require(boolean holds, String setting, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("troupe.web.search.%s: %s".formatted(setting, otherwise));
    }
  }

  /** A record would show the key. */
  @Override
  public String toString() {
    return "SearchSettings[engine=" + engine.orElse("none") + "]";
  }
}
