package dev.troupe.agents.knowledge.reading;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of plain text: its place without white space at the ends, its words, its indentation.
 */
record Line(Span span, String content, int indent) {

  static List<Line> of(String text) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      Span span = new Span(start, end).strip(text);
      lines.add(new Line(span, span.in(text), span.start() - start));
      start = end + 1;
    }
    return lines;
  }

  boolean isBlank() {
    return content.isEmpty();
  }

  int words() {
    return content.isEmpty() ? 0 : content.split("\\s+").length;
  }

  boolean startsLowerCase() {
    return !content.isEmpty() && Character.isLowerCase(content.codePointAt(0));
  }

  /** Ends as a sentence or a lead-in does, closing quotes and brackets aside. */
  boolean endsSentence() {
    return content.matches("(?s).*[.!?:;…。！？][\"'”’)\\]*_`]*");
  }
}
