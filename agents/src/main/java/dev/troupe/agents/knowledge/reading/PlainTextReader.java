package dev.troupe.agents.knowledge.reading;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text: headings, lists, tables and code are inferred from how lines look and follow. */
final class PlainTextReader {
  private static final Pattern BULLET =
      Pattern.compile("(?:[-*•‣▪–] |\\d{1,2}[.)] )\\s*(?:\\[[ xX]] )?");
  private static final int LONG_LINE_CHARACTERS = 40;

  private final List<Line> lines;
  private final BitSet code;
  private final boolean wrapped;
  private final HeadingLines headings;
  private final List<Block> blocks = new ArrayList<>();

  private PlainTextReader(String text) {
    this.lines = Line.of(text);
    this.code = CodeLines.in(lines);
    this.wrapped = isWrapped();
    this.headings = new HeadingLines(lines, code, wrapped);
  }

  static Document read(String text) {
    var reader = new PlainTextReader(text);
    reader.readLines();
    return new Document(text, reader.blocks);
  }

  private void readLines() {
    var levels = new HeadingLevels(hasDeepNumbers());
    int i = 0;
    while (i < lines.size()) {
      if (lines.get(i).isBlank()) {
        i++;
      } else if (headings.isHeading(i)) {
        var heading = headings.heading(i);
        blocks.add(new Block.Heading(levels.levelOf(heading), heading.title()));
        i += headings.isUnderlined(i) ? 2 : 1;
      } else {
        levels.contentFollows();
        i = readContent(i);
      }
    }
  }

  /** Reads one block and answers the line behind it. */
  private int readContent(int i) {
    if (code.get(i)) {
      int end = code.nextClearBit(i);
      blocks.add(new Block.Code(span(i, end)));
      return end;
    }
    if (isRow(i)) {
      return readTable(i);
    }
    int end = paragraphEnd(i);
    Matcher bullet = BULLET.matcher(lines.get(i).content());
    if (bullet.lookingAt() && bullet.end() < lines.get(i).content().length()) {
      int start = lines.get(i).span().start() + bullet.end();
      blocks.add(new Block.Item(new Span(start, lines.get(end - 1).span().end())));
    } else {
      blocks.add(new Block.Paragraph(span(i, end)));
    }
    return end;
  }

  private int readTable(int first) {
    int i = first + 1;
    for (; i < lines.size() && isRow(i); i++) {
      if (!lines.get(i).content().matches("[|\\s:-]+")) {
        blocks.add(new Block.Row(lines.get(first).span(), lines.get(i).span()));
      }
    }
    return i;
  }

  private boolean isRow(int i) {
    String content = lines.get(i).content();
    return content.length() > 2
        && content.startsWith("|")
        && content.endsWith("|")
        && content.indexOf('|', 1) < content.length() - 1;
  }

  /** Wrapped text runs on to the next structure, other text only where the next line goes on. */
  private int paragraphEnd(int first) {
    int i = first + 1;
    while (i < lines.size() && continues(i)) {
      i++;
    }
    return i;
  }

  private boolean continues(int i) {
    Line line = lines.get(i);
    Line before = lines.get(i - 1);
    if (line.isBlank() || code.get(i) || isRow(i) || isBullet(line) || headings.isHeading(i)) {
      return false;
    }
    boolean leadsOn =
        before.content().matches("(?s).*[\\w,\\-–—(]$") || before.content().endsWith(":");
    return wrapped || (line.startsLowerCase() && leadsOn);
  }

  private static boolean isBullet(Line line) {
    return BULLET.matcher(line.content()).lookingAt();
  }

  /** Whether lines end at a margin in the middle of sentences. */
  private boolean isWrapped() {
    int full = 0;
    int goingOn = 0;
    for (int i = 0; i + 1 < lines.size(); i++) {
      boolean prose = !code.get(i) && !isRow(i);
      if (prose && lines.get(i).content().length() > LONG_LINE_CHARACTERS) {
        full++;
        goingOn += lines.get(i + 1).startsLowerCase() && !code.get(i + 1) ? 1 : 0;
      }
    }
    return goingOn * 4 > full;
  }

  private boolean hasDeepNumbers() {
    for (int i = 0; i < lines.size(); i++) {
      if (headings.isHeading(i) && headings.heading(i).numberDepth() > 1) {
        return true;
      }
    }
    return false;
  }

  private Span span(int first, int end) {
    int last = end - 1;
    while (last > first && lines.get(last).isBlank()) {
      last--;
    }
    return new Span(lines.get(first).span().start(), lines.get(last).span().end());
  }
}
