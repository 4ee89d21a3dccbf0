package dev.troupe.agents.model.offline;

import java.util.List;

/** Every word of a brief that is not quoted: the writer has no others, the reviewer allows none. */
final class Phrases {
  static final String OTHERWISE = "Another source says otherwise:";
  static final String ANSWERED_ABOVE = "Answered above:";
  static final String MORE = "More from the documents:";
  static final String DISAGREE = "The sources disagree about";
  static final String AGAINST = "against";
  static final String NOT_ANSWERED = "The documents searched do not answer this part.";
  static final String NOT_COMPARED =
      "The documents searched do not compare these; this is what they say about each.";
  static final String NO_ANSWER = "The documents searched do not answer this question.";
  static final String SEARCHED = "The nearest passages are in:";
  static final String NEAREST = "Closest topics found:";
  static final String NOTHING_SEARCHED = "No passage was found to search.";
  static final String TABLE_ROW_UNDER = "table row under";

  /** Headings and column titles. */
  static final String DETAIL = "In more detail";

  static final String SOURCES = "Sources";
  static final String SOURCE_COLUMN = "Source";

  /** Sentences that may stand in a brief without a citation. */
  static final List<String> UNCITED =
      List.of(
          OTHERWISE, ANSWERED_ABOVE, MORE, NOT_ANSWERED, NOT_COMPARED, NO_ANSWER, NOTHING_SEARCHED);

  private Phrases() {}
}
