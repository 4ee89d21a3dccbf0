package dev.troupe.supervisor.graph;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of bounded length, and about how much room it takes when it is drawn. */
record TextBox(List<String> lines, double fontSize) {
  static final double LINE = 1.35;
  private static final String NARROW = " .,:;|!'`ijlIft()[]{}/\\-";
  private static final String WIDE = "mwMW@%&\u2264\u2265";
  private static final int LATIN_BEHIND = 0x250;

  /**
   * @param columns in a line; a longer word is cut
   * @param rows beyond which an ellipsis stands for the rest
   */
  static TextBox of(String text, double fontSize, int columns, int rows) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (var word : text.strip().split("\\s+", -1)) {
      var rest = word;
      while (!fits(line, rest, columns)) {
        if (line.isEmpty()) {
          var cut = cut(rest, columns);
          lines.add(rest.substring(0, cut));
          rest = rest.substring(cut);
        } else {
          lines.add(line.toString());
          line.setLength(0);
        }
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    lines.add(line.toString());
    return new TextBox(shortened(lines, rows), fontSize);
  }

  private static boolean fits(CharSequence line, String word, int columns) {
    var needed = line.isEmpty() ? word.length() : line.length() + 1 + word.length();
    return needed <= columns;
  }

  /** Never between the halves of one character. */
  private static int cut(String word, int columns) {
    return Character.isHighSurrogate(word.charAt(columns - 1)) ? columns - 1 : columns;
  }

  private static List<String> shortened(List<String> lines, int rows) {
    if (lines.size() <= rows) {
      return List.copyOf(lines);
    }
    var shown = new ArrayList<>(lines.subList(0, rows));
    shown.set(rows - 1, shown.getLast() + "\u2026");
    return List.copyOf(shown);
  }

  double width() {
    return lines.stream().mapToDouble(this::width).max().orElse(0);
  }

  double height() {
    return lines.size() * fontSize * LINE;
  }

  private double width(String line) {
    return line.codePoints().mapToDouble(TextBox::share).sum() * fontSize;
  }

  /** Of the font's size; a little more than most fonts take. */
  private static double share(int character) {
    if (NARROW.indexOf(character) >= 0) {
      return 0.4;
    }
    if (WIDE.indexOf(character) >= 0) {
      return 0.95;
    }
    if (character >= LATIN_BEHIND) {
      return 1.1;
    }
    return Character.isUpperCase(character) ? 0.74 : 0.61;
  }
}
