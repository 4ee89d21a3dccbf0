package dev.troupe.agents.knowledge.reading;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the headings of plain text, which nothing marks, from its other lines. */
final class HeadingLines {
  private static final int MAX_WORDS = 14;
  private static final int MAX_CHARACTERS = 100;
  private static final Pattern NUMBERED =
      Pattern.compile("(\\d{1,2}(?:\\.\\d{1,2})*)[.)]?\\s+(\\D.*)");
  private static final Pattern MARKED = Pattern.compile("(#{1,6})\\s+(.+?)\\s*#*");
  private static final Pattern UNDERLINE = Pattern.compile("={3,}|-{3,}");
  private static final Pattern STRUCTURE = Pattern.compile("(\\||[-*•–] |\\d{1,2}[.)] ).*");

  /** {@code marks} counts hash signs, {@code number} is null without one. */
  record Found(String title, int marks, int numberDepth) {}

  private final List<Line> lines;
  private final BitSet code;
  private final boolean wrapped;

  HeadingLines(List<Line> lines, BitSet code, boolean wrapped) {
    this.lines = lines;
    this.code = code;
    this.wrapped = wrapped;
  }

  boolean isHeading(int i) {
    Line line = lines.get(i);
    if (line.isBlank() || code.get(i)) {
      return false;
    }
    return MARKED.matcher(line.content()).matches()
        || isUnderlined(i)
        || (isNumbered(i) && opensSomething(i))
        || (looksLikeTitle(line) && standsAlone(i) && opensSomething(i));
  }

  /** A line of equal signs or dashes under a title belongs to it. */
  boolean isUnderlined(int i) {
    return i + 1 < lines.size()
        && looksLikeTitle(lines.get(i))
        && UNDERLINE.matcher(lines.get(i + 1).content()).matches();
  }

  Found heading(int i) {
    String content = lines.get(i).content();
    Matcher marked = MARKED.matcher(content);
    if (marked.matches()) {
      return new Found(marked.group(2), marked.group(1).length(), 0);
    }
    Matcher numbered = NUMBERED.matcher(content);
    return new Found(content, 0, numbered.matches() ? depth(numbered.group(1)) : 0);
  }

  private static int depth(String number) {
    return number.split("\\.").length;
  }

  private boolean isNumbered(int i) {
    Matcher numbered = NUMBERED.matcher(lines.get(i).content());
    if (!numbered.matches() || !looksLikeTitle(lines.get(i))) {
      return false;
    }
    // 1. 2. 3. on neighbouring lines are a list; 2.1 and 3 are not neighbours of one list.
    return depth(numbered.group(1)) > 1 || !(isListNumber(i - 1) || isListNumber(i + 1));
  }

  private boolean isListNumber(int i) {
    if (i < 0 || i >= lines.size()) {
      return false;
    }
    Matcher numbered = NUMBERED.matcher(lines.get(i).content());
    return numbered.matches() && depth(numbered.group(1)) == 1;
  }

  private static boolean looksLikeTitle(Line line) {
    String content = line.content();
    if (content.isEmpty() || content.length() > MAX_CHARACTERS || line.words() > MAX_WORDS) {
      return false;
    }
    int first = content.codePointAt(0);
    boolean question = content.endsWith("?");
    return (Character.isUpperCase(first) || Character.isDigit(first))
        && (question || !line.endsSentence())
        && !content.endsWith(",")
        && content.codePoints().anyMatch(Character::isLetter);
  }

  /** In wrapped text a title has an empty line around it; elsewhere every line is a paragraph. */
  private boolean standsAlone(int i) {
    if (STRUCTURE.matcher(lines.get(i).content()).matches()) {
      return false;
    }
    boolean before = i == 0 || lines.get(i - 1).isBlank();
    boolean after = i + 1 < lines.size() && lines.get(i + 1).isBlank();
    return !wrapped || (before && after);
  }

  /** What follows is longer text, a list, a table, a listing or a heading below this one. */
  private boolean opensSomething(int i) {
    int next = i + 1;
    while (next < lines.size() && lines.get(next).isBlank()) {
      next++;
    }
    if (next >= lines.size()) {
      return false;
    }
    Line following = lines.get(next);
    return code.get(next)
        || STRUCTURE.matcher(following.content()).matches()
        || looksLikeTitle(following)
        || (!following.startsLowerCase()
            && (following.endsSentence() || following.words() > lines.get(i).words()));
  }
}
