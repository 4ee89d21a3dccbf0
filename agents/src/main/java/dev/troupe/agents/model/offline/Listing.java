package dev.troupe.agents.model.offline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.StringJoiner;

/**
 * A list or table of a document as a whole: its items enumerate something under one heading.
 *
 * @param items in the document's order
 */
record Listing(List<Candidate> items) {
  private static final int LONGEST_OUTLINE_CHARACTERS = 500;

  private record Place(String document, String heading, String header, String leadIn) {}

  static List<Listing> in(List<Candidate> candidates) {
    var places = new LinkedHashMap<Place, List<Candidate>>();
    for (var candidate : candidates) {
      if (candidate.isItem())
        places.computeIfAbsent(placeOf(candidate), _ -> new ArrayList<>()).add(candidate);
    }
    var listings = new ArrayList<Listing>();
    for (var items : places.values()) {
      if (items.size() < 2) continue;
      items.sort(Candidate.IN_DOCUMENT_ORDER);
      listings.add(new Listing(List.copyOf(items)));
    }
    return listings;
  }

  private static Place placeOf(Candidate candidate) {
    var passage = candidate.passage();
    return new Place(
        passage.document(),
        String.valueOf(passage.heading()),
        String.valueOf(passage.header()),
        candidate.leadIn());
  }

  boolean holds(Candidate candidate) {
    return items.contains(candidate);
  }

  /** What it enumerates, and the beginnings of its items: short enough for one vector. */
  String outline() {
    var text = new StringJoiner("; ", enumerated() + ": ", "");
    for (var item : items) {
      var quote = item.isRow() ? String.join(", ", TableRow.cells(item.quote())) : item.quote();
      text.add(quote.substring(0, Math.min(quote.length(), 90)));
    }
    var outline = text.toString();
    return outline.substring(0, Math.min(outline.length(), LONGEST_OUTLINE_CHARACTERS));
  }

  private String enumerated() {
    var header = items.getFirst().passage().header();
    var columns = header == null ? "" : " (" + String.join(", ", TableRow.cells(header)) + ")";
    return items.getFirst().context() + columns;
  }
}
