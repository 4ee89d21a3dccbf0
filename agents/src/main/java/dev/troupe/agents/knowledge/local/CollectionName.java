package dev.troupe.agents.knowledge.local;

import java.util.regex.Pattern;

/** The rule for names of collections: they become parts of keys. */
final class CollectionName {
  private static final Pattern RULE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}");

  private CollectionName() {}

  static void check(String name) {
    if (!RULE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name for a collection: use letters, digits, '.', '_' and '-', at most 100,"
              + " beginning with a letter or digit");
    }
  }
}
