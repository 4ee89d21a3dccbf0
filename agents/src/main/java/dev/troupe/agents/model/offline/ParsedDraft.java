package dev.troupe.agents.model.offline;

import java.util.List;

/**
 * A draft's Markdown as its reviewer reads it; made from the text alone.
 *
 * @param headings of the sections, in order
 */
record ParsedDraft(
    String title, List<String> headings, List<Statement> statements, List<SourceLine> sources) {
  static final String ANSWER = "answer";

  /** How a statement stands in the text. */
  enum Kind {
    CLAIM,
    ROW,
    REFERENCE,
    DISAGREEMENT,
    UNCITED,
    TABLE_HEADER
  }

  /**
   * @param section its heading, or {@link #ANSWER}
   * @param marks the numbers cited for it
   */
  record Statement(Kind kind, String section, String text, List<Integer> marks) {}

  /** One line of the list of sources. */
  record SourceLine(int number, String text) {}

  List<Statement> claims() {
    return statements.stream()
        .filter(one -> one.kind() == Kind.CLAIM || one.kind() == Kind.ROW)
        .toList();
  }
}
