package dev.troupe.agents.shared;

import java.util.Locale;
import java.util.regex.Pattern;

/** What agents look for an answer to. Pure. */
public final class Question {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Question() {}

  /** The same question in other capitals, or with other spaces, is the same. */
  public static String plain(String question) {
    return SPACE.matcher(question.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
  }
}
