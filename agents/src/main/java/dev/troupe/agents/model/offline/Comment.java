package dev.troupe.agents.model.offline;

/**
 * What a reviewer found wrong, in the shape that roles hand on.
 *
 * @param text the words of the draft that are at fault
 * @param where the draft's section
 */
record Comment(String fault, String text, String where) {
  static final String UNSUPPORTED_CLAIM = "unsupported-claim";
  static final String WRONG_CITATION = "wrong-citation";
  static final String MISSING_SUB_QUESTION = "missing-sub-question";
  static final String REPETITION = "repetition";
  static final String ALTERED_NUMBER = "altered-number";
}
