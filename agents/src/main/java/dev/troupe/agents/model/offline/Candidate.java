package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Passage;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;

/**
 * A sentence, list item or table row that may answer a question.
 *
 * @param quote word for word from the passage; what a brief would show
 * @param opening the part of the quote that the rest of it leans on and that would not be quoted
 *     for its own sake, or empty
 * @param leadIn the line that introduces its list or table, or empty
 * @param context what its headings, its lead-in and its table's header say of it
 * @param contextStems of all of its headings, the lead-in and the header
 * @param kindStems of what stands directly above it: the names of what is listed
 * @param neighbourStems of its whole passage
 * @param rank of its passage, 0 the best
 * @param place within its passage
 */
record Candidate(
    Passage passage,
    String quote,
    String opening,
    String leadIn,
    String context,
    Set<String> stems,
    Set<String> contextStems,
    Set<String> kindStems,
    Set<String> neighbourStems,
    int rank,
    int place) {
  private static final int MOST_WORDS_OF_TORN = 5;

  static final Comparator<Candidate> IN_DOCUMENT_ORDER =
      Comparator.comparing((Candidate one) -> one.passage().document())
          .thenComparingInt(one -> one.passage().position())
          .thenComparingInt(Candidate::place);

  /** What is new in it: the sentence without the one that it leans on. */
  String tail() {
    return quote.substring(opening.length());
  }

  boolean leans() {
    return !opening.isEmpty();
  }

  boolean isRow() {
    return passage.kind() == Passage.Kind.TABLE_ROW;
  }

  boolean isItem() {
    return isRow() || passage.kind() == Passage.Kind.LIST;
  }

  /** Same list or same table. */
  boolean standsWith(Candidate other) {
    return isItem()
        && passage.kind() == other.passage.kind()
        && passage.document().equals(other.passage.document())
        && Objects.equals(passage.heading(), other.passage.heading())
        && Objects.equals(passage.header(), other.passage.header());
  }

  /** A few words that say something only within their list. */
  boolean isTorn() {
    return passage.kind() == Passage.Kind.LIST
        && Words.of(quote).size() <= MOST_WORDS_OF_TORN
        && Quantity.in(quote).isEmpty();
  }

  /** The quote with what stands around it, for comparing. */
  String embeddable() {
    var said = isRow() ? TableRow.spelledOut(quote, passage.header()) : quote;
    return context.isEmpty() ? said : context + ": " + said;
  }
}
