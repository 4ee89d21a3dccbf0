package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Passage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Cuts passages into the sentences that could be claims. */
final class Candidates {
  private static final Pattern MARK =
      Pattern.compile("^\\s*(?:(?:[-*•‣]|\\d{1,2}[.)])\\s+)?(?:\\[[ xX]\\]\\s+)?");
  private static final Pattern HEADING_NUMBER = Pattern.compile("^\\d+(?:\\.\\d+)*\\.?\\s+");

  private Candidates() {}

  static List<Candidate> of(List<Passage> passages) {
    var candidates = new ArrayList<Candidate>();
    var seen = new HashSet<String>();
    for (var rank = 0; rank < passages.size(); rank++) {
      var passage = passages.get(rank);
      if (passage.kind() == Passage.Kind.CODE || Noise.isNoisePlace(headingOf(passage))) continue;
      for (var place = 0; place < passage.sentences().size(); place++) {
        candidate(passage, rank, place)
            .filter(one -> seen.add(passage.document() + "\n" + one.quote()))
            .ifPresent(candidates::add);
      }
    }
    return candidates;
  }

  private static Optional<Candidate> candidate(Passage passage, int rank, int place) {
    var isRow = passage.kind() == Passage.Kind.TABLE_ROW;
    var isItem = isRow || passage.kind() == Passage.Kind.LIST;
    var quote = isRow ? passage.sentences().get(place).strip() : unmarked(passage, place);
    var leadIn = isItem ? leadIn(passage) : "";
    if (isRow ? isEmptyRow(quote) : Noise.isNoise(quote, isItem)) return Optional.empty();
    if (Noise.isSelfTalk(leadIn)) return Optional.empty();
    var leans = !isItem && Form.leans(quote);
    if (isItem || !(leans || Form.leansInside(quote)))
      return Optional.of(candidate(passage, quote, "", leadIn, rank, place));
    var opening = opening(passage, quote, place);
    if (opening.isEmpty() && leans) return Optional.empty();
    var before = opening.orElse("");
    return Optional.of(candidate(passage, before + quote, before, leadIn, rank, place));
  }

  /**
   * What stands before a sentence that leans on it, up to the sentence; empty when that cannot be
   * quoted, and the sentence with it.
   */
  private static Optional<String> opening(Passage passage, String sentence, int place) {
    if (place == 0) return Optional.empty();
    var before = passage.sentences().get(place - 1).strip();
    if (Noise.isNoise(before, false)) return Optional.empty();
    var start = passage.text().indexOf(before);
    var next = passage.text().indexOf(sentence, start + before.length());
    if (start < 0 || next < 0) return Optional.empty();
    var opening = passage.text().substring(start, next);
    if (!opening.strip().equals(before)) return Optional.empty();
    if (Form.leans(before)) {
      var further = opening(passage, before, place - 1);
      if (further.isEmpty()) return Optional.empty();
      opening = further.get() + opening;
    }
    return Noise.isUnquotable(opening + sentence) ? Optional.empty() : Optional.of(opening);
  }

  private static Candidate candidate(
      Passage passage, String quote, String opening, String leadIn, int rank, int place) {
    var header =
        passage.header() == null ? "" : String.join(", ", TableRow.cells(passage.header()));
    var context = context(passage, leadIn);
    return new Candidate(
        passage,
        quote,
        opening,
        leadIn,
        context,
        Words.contentStems(quote),
        Words.contentStems(headingOf(passage) + " " + leadIn + " " + header),
        Words.contentStems(innermost(passage) + " " + leadIn + " " + header),
        Words.contentStems(passage.text()),
        rank,
        place);
  }

  /** A list mark is layout; what is left is still word for word in the passage. */
  private static String unmarked(Passage passage, int place) {
    return MARK.matcher(passage.sentences().get(place)).replaceFirst("").strip();
  }

  /** "Disadvantages:" says of each item of its list what it is. */
  private static String leadIn(Passage passage) {
    var first = passage.text().lines().findFirst().orElse("").strip();
    return first.endsWith(":") ? first.substring(0, first.length() - 1) : "";
  }

  private static String context(Passage passage, String leadIn) {
    var context = new StringJoiner(" - ");
    var headings = headingOf(passage).split("›", -1);
    for (var at = Math.max(0, headings.length - 2); at < headings.length; at++) {
      var heading = HEADING_NUMBER.matcher(headings[at].strip()).replaceFirst("");
      if (!heading.isEmpty()) context.add(heading);
    }
    if (!leadIn.isEmpty()) context.add(leadIn);
    return context.toString();
  }

  private static String headingOf(Passage passage) {
    return passage.heading() == null ? "" : passage.heading();
  }

  private static String innermost(Passage passage) {
    var heading = headingOf(passage);
    return heading.substring(heading.lastIndexOf('›') + 1);
  }

  private static boolean isEmptyRow(String row) {
    return Noise.isUnquotable(row)
        || TableRow.cells(row).stream().filter(cell -> !cell.isEmpty()).count() < 2
        || row.matches("[|:\\s-]+");
  }
}
