package dev.troupe.agents.model;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A setting that is one of a few words: a constant's name, in whatever case. */
final class SettingWord {
  private SettingWord() {}

  /**
   * @throws IllegalArgumentException naming the setting and the words that there are
   */
  static <E extends Enum<E>> E read(Class<E> words, Config block, String key, String path) {
    var said = block.getString(key);
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.name().equalsIgnoreCase(said.replace('-', '_')))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s.%s: \"%s\" is none of %s".formatted(path, key, said, all(words))));
  }

  private static <E extends Enum<E>> String all(Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .map(word -> word.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
