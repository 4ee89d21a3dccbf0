package dev.troupe.agents.knowledge.reading;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the listings in plain text that has lost its fences and its indentation: certain lines make
 * their neighbours certain, open brackets and quotes hold until they close.
 */
final class CodeLines {
  /** A bracket that is open for longer belongs to prose, or to a broken listing. */
  private static final int MAX_BRACKET_LINES = 150;

  private static final int LIKELY_LINES_THAT_SUFFICE = 3;
  private static final String TRIPLE_QUOTE = "\"\"\"";

  private final List<Line> lines;
  private final CodeSigns[] signs;
  private final BitSet code = new BitSet();

  private CodeLines(List<Line> lines) {
    this.lines = lines;
    this.signs = lines.stream().map(CodeSigns::of).toArray(CodeSigns[]::new);
  }

  /** The numbers of the lines that are code; blank lines within a listing are. */
  static BitSet in(List<Line> lines) {
    var search = new CodeLines(lines);
    search.markFences();
    search.markCertain();
    search.markRuns();
    return search.code;
  }

  private void markFences() {
    for (int i = 0; i < lines.size(); i++) {
      String content = lines.get(i).content();
      if (content.startsWith("```") || content.startsWith("~~~")) {
        int close = i + 1;
        while (close < lines.size()
            && !lines.get(close).content().equals(content.substring(0, 3))) {
          close++;
        }
        code.set(i, Math.min(close + 1, lines.size()));
        i = close;
      }
    }
  }

  private void markCertain() {
    for (int i = 0; i < lines.size(); i++) {
      if (!code.get(i) && signs[i] == CodeSigns.CERTAIN) {
        code.set(i, closingLine(i) + 1);
      }
    }
  }

  /** The line that closes the brackets or the long string opened in this one; itself if none. */
  private int closingLine(int opening) {
    if (countOf(lines.get(opening).content(), TRIPLE_QUOTE) % 2 == 1) {
      return lineWithTripleQuote(opening);
    }
    int depth = 0;
    for (int i = opening; i < lines.size() && i - opening < MAX_BRACKET_LINES; i++) {
      depth += openBrackets(lines.get(i).content());
      if (depth <= 0) {
        return i;
      }
    }
    return opening;
  }

  private int lineWithTripleQuote(int opening) {
    for (int i = opening + 1; i < lines.size() && i - opening < MAX_BRACKET_LINES; i++) {
      if (lines.get(i).content().contains(TRIPLE_QUOTE)) {
        return i;
      }
    }
    return opening;
  }

  private static int countOf(String content, String part) {
    return (content.length() - content.replace(part, "").length()) / part.length();
  }

  private static int openBrackets(String content) {
    String bare = content.replaceAll("\"[^\"]*\"|'[^']*'", "");
    int open = 0;
    for (int i = 0; i < bare.length(); i++) {
      open +=
          switch (bare.charAt(i)) {
            case '(', '[', '{' -> 1;
            case ')', ']', '}' -> -1;
            default -> 0;
          };
    }
    return open;
  }

  /** Lines that may be code are, next to one that is, or where there are enough of them. */
  private void markRuns() {
    int start = 0;
    while (start < lines.size()) {
      int end = start;
      while (end < lines.size() && couldBeCode(end)) {
        end++;
      }
      if (end > start) {
        markRun(start, end);
      }
      start = end + 1;
    }
  }

  private boolean couldBeCode(int i) {
    return code.get(i) || signs[i] != CodeSigns.NONE || lines.get(i).isBlank();
  }

  private void markRun(int from, int to) {
    int start = from;
    int end = to;
    while (end > start && !code.get(end - 1) && isEdge(end - 1)) {
      end--;
    }
    while (start < end && !code.get(start) && isLeadIn(start)) {
      start++;
    }
    boolean certain = !code.get(start, end).isEmpty();
    long likely = range(start, end, CodeSigns.LIKELY);
    if (certain || likely >= LIKELY_LINES_THAT_SUFFICE) {
      code.set(start, end);
    }
  }

  private long range(int start, int end, CodeSigns wanted) {
    return IntStream.range(start, end).filter(i -> signs[i] == wanted).count();
  }

  /** Behind a listing a lone key leads in what follows, and a comment sign is a heading. */
  private boolean isEdge(int i) {
    Line line = lines.get(i);
    return line.isBlank() || CodeSigns.isLoneKey(line) || line.content().startsWith("# ");
  }

  private boolean isLeadIn(int i) {
    Line line = lines.get(i);
    boolean keyBeforeKeys = i + 1 < lines.size() && signs[i + 1] == CodeSigns.LIKELY;
    return line.isBlank() || (CodeSigns.isLoneKey(line) && !keyBeforeKeys);
  }
}
