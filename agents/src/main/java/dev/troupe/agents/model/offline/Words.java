package dev.troupe.agents.model.offline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.tartarus.snowball.ext.EnglishStemmer;

/** Cuts text into words and reduces each to its stem. */
final class Words {
  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*|\\p{N}[\\p{N}.,]*");

  /** One word where it stands: {@code text.substring(start, end)} is its surface. */
  record Word(String surface, String stem, int start, int end) {
    boolean isNumber() {
      return Character.isDigit(surface.charAt(0));
    }

    boolean isCapitalised() {
      return Character.isUpperCase(surface.charAt(0));
    }
  }

  /** "p99": the 99th percentile. */
  private static final Pattern SHORT_PERCENTILE = Pattern.compile("(?i)\\bp\\d{2}\\b");

  private static final Set<String> OF_PERCENTILE = stems("th percentile");

  private Words() {}

  static List<Word> of(String text) {
    var stemmer = new EnglishStemmer();
    var words = new ArrayList<Word>();
    var matcher = WORD.matcher(text);
    while (matcher.find()) {
      var surface = matcher.group().replaceAll("[.,]+$", "");
      // The s of "agent's" is no word of its own.
      if (surface.equalsIgnoreCase("s") && followsApostrophe(text, matcher.start())) continue;
      words.add(
          new Word(
              surface,
              stem(stemmer, surface),
              matcher.start(),
              matcher.start() + surface.length()));
    }
    return words;
  }

  /** The stems that carry meaning, each once, in order. */
  static Set<String> contentStems(String text) {
    var stems = new LinkedHashSet<String>();
    for (var word : of(text)) {
      if (!Lexicon.isStopWord(word.surface())) stems.add(word.stem());
    }
    if (SHORT_PERCENTILE.matcher(text).find()) stems.addAll(OF_PERCENTILE);
    return stems;
  }

  static Set<String> stems(String text) {
    var stems = new LinkedHashSet<String>();
    for (var word : of(text)) stems.add(word.stem());
    return stems;
  }

  static String stem(String word) {
    return stem(new EnglishStemmer(), word);
  }

  private static String stem(EnglishStemmer stemmer, String surface) {
    stemmer.setCurrent(surface.toLowerCase(Locale.ROOT));
    stemmer.stem();
    return stemmer.getCurrent();
  }

  private static boolean followsApostrophe(String text, int at) {
    return at > 0 && (text.charAt(at - 1) == '\'' || text.charAt(at - 1) == '’');
  }
}
