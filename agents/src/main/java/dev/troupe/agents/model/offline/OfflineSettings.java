package dev.troupe.agents.model.offline;

import com.typesafe.config.Config;

/**
 * Settings of the offline engine, from {@code troupe.offline}.
 *
 * @param candidates sentences compared with a question by their vectors, at most
 * @param claims a question's answer may have, when it is not a list
 * @param listedClaims a question's answer may have, when a list or table of the documents answers
 */
public record OfflineSettings(int candidates, int claims, int listedClaims) {

  /** The same as in {@code troupe-offline.conf}. */
  public static final OfflineSettings DEFAULTS = new OfflineSettings(40, 6, 12);

  public static OfflineSettings from(Config config) {
    var offline = config.getConfig("troupe.offline");
    return new OfflineSettings(
        offline.getInt("candidates"), offline.getInt("claims"), offline.getInt("listed-claims"));
  }
}
