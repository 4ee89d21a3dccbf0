package dev.troupe.agents.knowledge.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts running text into sentences; every sentence is a stretch of the text itself. */
final class Sentences {
  private static final Set<String> NEVER_LAST =
      Set.of(
          "e.g", "i.e", "vs", "cf", "dr", "mr", "mrs", "ms", "prof", "st", "fig", "figs", "eq",
          "no", "nos", "vol", "pp", "p", "sec", "ch", "approx", "ca", "al", "resp", "jan", "feb",
          "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ref", "refs");
  private static final String ENDS = ".!?…。！？";
  private static final String CLOSERS = "\"'”’)]»*_`";

  /** What goes on for longer without an end is no sentence; it is cut between words. */
  private static final int MAX_CHARACTERS = 2_000;

  private static final String OPENERS = "(“";
  private static final String ENCLOSERS = ")”";

  /** A bracket or quotation that stays open for longer was a typing error. */
  private static final int MAX_ENCLOSED_CHARACTERS = 300;

  private final String text;
  private final Span all;

  private Sentences(String text, Span all) {
    this.text = text;
    this.all = all;
  }

  static List<Span> in(String text, Span span) {
    return new Sentences(text, span).cut();
  }

  private List<Span> cut() {
    List<Span> sentences = new ArrayList<>();
    int start = all.start();
    int openedAt = -1;
    for (int i = all.start(); i < all.end(); i++) {
      char c = text.charAt(i);
      if (OPENERS.indexOf(c) >= 0) {
        openedAt = i;
      } else if (ENCLOSERS.indexOf(c) >= 0 || i - openedAt > MAX_ENCLOSED_CHARACTERS) {
        openedAt = -1;
      }
      boolean enclosed = openedAt >= 0 && !closesBehind(i);
      if (!enclosed && ENDS.indexOf(c) >= 0 && endsSentence(start, i)) {
        int end = behindClosers(i + 1);
        add(sentences, new Span(start, end));
        start = end;
        openedAt = -1;
        i = end - 1;
      }
    }
    add(sentences, new Span(start, all.end()));
    return sentences;
  }

  private int lastSpaceBefore(int start, int end) {
    int i = end;
    while (i > start && !Character.isWhitespace(text.charAt(i))) {
      i--;
    }
    return i > start ? i : end;
  }

  private boolean closesBehind(int mark) {
    return mark + 1 < all.end() && ENCLOSERS.indexOf(text.charAt(mark + 1)) >= 0;
  }

  private void add(List<Span> sentences, Span sentence) {
    Span stripped = sentence.strip(text);
    if (!sentences.isEmpty()) {
      stripped = new Span(Math.min(behindBullet(stripped.start()), stripped.end()), stripped.end());
    }
    while (stripped.end() - stripped.start() > MAX_CHARACTERS) {
      int cut = lastSpaceBefore(stripped.start(), stripped.start() + MAX_CHARACTERS);
      sentences.add(new Span(stripped.start(), cut).strip(text));
      stripped = new Span(cut, stripped.end()).strip(text);
    }
    if (!stripped.isEmpty()) {
      sentences.add(stripped);
    }
  }

  private boolean endsSentence(int start, int mark) {
    int behind = behindClosers(mark + 1);
    if (behind >= all.end()) {
      return true;
    }
    char c = text.charAt(mark);
    if (c == '。' || c == '！' || c == '？') {
      return true;
    }
    if (!Character.isWhitespace(text.charAt(behind)) || !opensSentence(behind)) {
      return false;
    }
    return c != '.' || !isAbbreviation(start, mark);
  }

  private int behindClosers(int from) {
    int i = from;
    while (i < all.end() && (ENDS + CLOSERS).indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** After white space a sentence opens with anything but a small letter or a joining sign. */
  private boolean opensSentence(int from) {
    int i = behindBullet(behindSpace(from));
    if (i >= all.end()) {
      return true;
    }
    int first = text.codePointAt(i);
    return !Character.isLowerCase(first) && ",;:)–—-+=/".indexOf(first) < 0;
  }

  private int behindSpace(int from) {
    int i = from;
    while (i < all.end() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Where line ends were lost, a bullet follows a sentence on its line. */
  private int behindBullet(int from) {
    boolean bullet = from + 1 < all.end() && "-*•–".indexOf(text.charAt(from)) >= 0;
    return bullet && text.charAt(from + 1) == ' ' ? behindSpace(from + 1) : from;
  }

  private boolean isAbbreviation(int start, int mark) {
    int from = mark;
    while (from > start && !Character.isWhitespace(text.charAt(from - 1))) {
      from--;
    }
    String word = text.substring(from, mark).replaceAll("^[\"'“‘(\\[*_]+", "");
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    boolean number = from == start && !word.isEmpty() && word.chars().allMatch(Character::isDigit);
    return initial || number || NEVER_LAST.contains(word.toLowerCase(Locale.ROOT));
  }
}
