package dev.troupe.agents.model.offline;

import java.util.Locale;
import java.util.Map;

/** Numbers that are written out: "sixty", "one hundred". */
final class NumberWord {
  private static final Map<String, Integer> VALUES =
      Map.ofEntries(
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("fifteen", 15),
          Map.entry("twenty", 20),
          Map.entry("thirty", 30),
          Map.entry("forty", 40),
          Map.entry("fifty", 50),
          Map.entry("sixty", 60),
          Map.entry("ninety", 90),
          Map.entry("hundred", 100),
          Map.entry("thousand", 1_000),
          Map.entry("million", 1_000_000),
          Map.entry("billion", 1_000_000_000));

  /** "one" is most often no number, unless something measured or a larger number follows. */
  static final String PATTERN =
      "(?:one(?=[\\s-](?:hundred|thousand|million|second|minute|hour|day|week|month|percent|\\p{L}+byte)s?\\b)"
          + "|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
          + "|fifty|sixty|ninety)(?:[\\s-](?:hundred|thousand|million))?\\b";

  private NumberWord() {}

  static double value(String words) {
    var value = 1.0;
    for (var word : words.toLowerCase(Locale.ROOT).split("[\\s-]", -1))
      value *= VALUES.getOrDefault(word, 1);
    return value;
  }
}
