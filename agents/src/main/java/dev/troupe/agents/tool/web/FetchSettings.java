package dev.troupe.agents.tool.web;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.HashSet;

/**
 * The settings under {@code troupe.web.fetch}.
 *
 * @param redirects that are followed for one call
 * @param responseBytes of a page that are read
 * @param textCharacters of a page that are handed to the model at a time
 * @param resultBytes of a page that are handed on at a time, as JSON: a longer result of any tool
 *     is refused
 * @param timeout of a call, all its redirects included
 * @param atOnce how many pages this node reads at a time
 */
record FetchSettings(
    WebRules rules,
    int redirects,
    int responseBytes,
    int textCharacters,
    long resultBytes,
    Duration timeout,
    int atOnce) {
  private static final int MAX_BYTES = 256 * 1024 * 1024;

  /**
   * @param config the system's whole configuration
   */
  static FetchSettings of(Config config) {
    var fetch = config.getConfig("troupe.web.fetch");
    var rules =
        new WebRules(
            new HashSet<>(fetch.getIntList("ports")),
            new HashSet<>(fetch.getStringList("hosts")),
            new HashSet<>(fetch.getStringList("private-hosts")));
    var settings =
        new FetchSettings(
            rules,
            fetch.getInt("redirects"),
            (int) Math.min(Integer.MAX_VALUE, fetch.getBytes("response-bytes")),
            fetch.getInt("text-characters"),
            config.getBytes("troupe.agents.tool-result-bytes"),
            fetch.getDuration("timeout"),
            fetch.getInt("at-once"));
    settings.check();
    return settings;
  }

  private void check() {
    require(redirects >= 0, "redirects", "it must be at least 0");
    require(
        responseBytes >= 1 && responseBytes <= MAX_BYTES,
        "response-bytes",
        "it must be from 1 B to 256 MiB");
    require(textCharacters >= 1, "text-characters", "it must be at least 1");
    require(timeout.isPositive(), "timeout", "it must be longer than 0");
    require(atOnce >= 1, "at-once", "it must be at least 1");
    rules
        .privateHosts()
        .forEach(host ->
            require(
                host.matches("[^:/]+:\\d+|\\[[0-9a-f:.]+]:\\d+"),
                "private-hosts",
                "\"%s\" must be HOST:PORT in lower case".formatted(host)));
  }

  private static void require(boolean holds, String setting, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("troupe.web.fetch.%s: %s".formatted(setting, otherwise));
    }
  }
}
