package dev.troupe.agents.agent;

import dev.troupe.agents.knowledge.Passage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks quotes up, word for word. Only the width of white space may differ, because a model sees a
 * wrapped line as one; what is handed on is the document's own text.
 */
final class Quotes {
  private Quotes() {}

  record Place(Passage passage, String verbatim) {}

  /** The quote in the passage it names, or else in the first that has it. */
  static Optional<Place> find(String quote, Optional<Passage> named, List<Passage> passages) {
    return Stream.concat(named.stream(), passages.stream())
        .flatMap(passage -> in(passage, quote).stream())
        .findFirst();
  }

  private static Optional<Place> in(Passage passage, String quote) {
    return Stream.concat(Stream.of(passage.text()), Stream.ofNullable(passage.header()))
        .flatMap(text -> verbatim(text, quote).stream())
        .map(found -> new Place(passage, found))
        .findFirst();
  }

  /** The part of the text that is the quote when runs of white space count as one space. */
  static Optional<String> verbatim(String text, String quote) {
    var wanted = quote.strip();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    for (int start = 0; start < text.length(); start++) {
      int end = endOfMatch(text, start, wanted);
      if (end >= 0) {
        return Optional.of(text.substring(start, end));
      }
    }
    return Optional.empty();
  }

  private static int endOfMatch(String text, int start, String wanted) {
    int at = start;
    int index = 0;
    while (index < wanted.length()) {
      if (at >= text.length()) {
        return -1;
      }
      boolean space = Character.isWhitespace(wanted.charAt(index));
      if (space != Character.isWhitespace(text.charAt(at))
          || (!space && wanted.charAt(index) != text.charAt(at))) {
        return -1;
      }
      index = space ? behindSpace(wanted, index) : index + 1;
      at = space ? behindSpace(text, at) : at + 1;
    }
    return at;
  }

  private static int behindSpace(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
