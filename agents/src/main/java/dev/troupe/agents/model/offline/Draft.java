package dev.troupe.agents.model.offline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a writer returns, in the shape that roles hand on. */
record Draft(String markdown, String outcome, List<Citation> citations) {
  Draft {
    markdown = markdown == null ? "" : markdown;
    citations = citations == null ? List.of() : List.copyOf(citations);
  }

  static final String ANSWERED = "answered";
  static final String NO_ANSWER = "no-answer";

  /**
   * @param number as in the Markdown's {@code [1]}
   * @param passage the passage's id
   */
  record Citation(
      int number, String document, @Nullable String heading, String quote, String passage) {}
}
