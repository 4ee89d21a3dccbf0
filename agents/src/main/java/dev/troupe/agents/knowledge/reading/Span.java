package dev.troupe.agents.knowledge.reading;

/** A stretch of a document's text, from {@code start} up to but without {@code end}. */
public record Span(int start, int end) {

  public String in(String text) {
    return text.substring(start, end);
  }

  /** The same stretch without white space at its ends. */
  Span strip(String text) {
    int from = start;
    int to = end;
    while (from < to && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    return new Span(from, to);
  }

  boolean isEmpty() {
    return start >= end;
  }
}
