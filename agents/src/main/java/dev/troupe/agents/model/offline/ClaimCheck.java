package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.offline.Draft.Citation;
import dev.troupe.agents.model.offline.ParsedDraft.Kind;
import dev.troupe.agents.model.offline.ParsedDraft.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every statement must stand in the passages that it cites; what is not quoted must be a phrase.
 */
final class ClaimCheck {
  private final Evidence evidence;
  private final List<Comment> comments = new ArrayList<>();

  private ClaimCheck(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Comment> check(ParsedDraft draft, Evidence evidence) {
    var check = new ClaimCheck(evidence);
    draft.statements().forEach(check::statement);
    return check.comments;
  }

  private void statement(Statement statement) {
    switch (statement.kind()) {
      case CLAIM, ROW -> claim(statement);
      case REFERENCE -> marksExist(statement);
      case DISAGREEMENT -> disagreement(statement);
      case UNCITED -> refuse(Comment.UNSUPPORTED_CLAIM, statement);
      case TABLE_HEADER -> tableHeader(statement);
    }
  }

  private void claim(Statement statement) {
    if (!marksExist(statement)) return;
    for (var mark : statement.marks()) {
      var fault = faultOf(statement, mark);
      if (fault.isPresent()) {
        refuse(fault.get(), statement);
        return;
      }
    }
  }

  private Optional<String> faultOf(Statement statement, int mark) {
    var citation = evidence.citation(mark);
    if (citation == null) return Optional.of(Comment.WRONG_CITATION);
    var passage = evidence.passage(citation);
    var text = statement.text();
    if (passage != null && Evidence.holds(passage, text))
      return isQuoteOf(citation, text) ? Optional.empty() : Optional.of(Comment.WRONG_CITATION);
    if (passage != null && isAltered(passage, statement))
      return Optional.of(Comment.ALTERED_NUMBER);
    var isElsewhere = evidence.standSomewhere(text);
    return Optional.of(isElsewhere ? Comment.WRONG_CITATION : Comment.UNSUPPORTED_CLAIM);
  }

  /** Two items of one list are two citations: the number must lead to the words. */
  private static boolean isQuoteOf(Citation citation, String text) {
    if (citation.quote() == null) return false;
    return Wording.contains(citation.quote(), text)
        || Wording.contains(text, citation.quote())
        || Wording.sameRow(citation.quote(), text)
        || Wording.differsInNumbersOnly(citation.quote(), text);
  }

  private static boolean isAltered(Passage passage, Statement statement) {
    if (statement.kind() != Kind.ROW)
      return Wording.differsInNumbersOnly(passage.text(), statement.text());
    return passage
        .text()
        .lines()
        .anyMatch(line ->
            Wording.differsInNumbersOnly(
                String.join(" ", TableRow.cells(line)),
                String.join(" ", TableRow.cells(statement.text())).strip()));
  }

  private boolean marksExist(Statement statement) {
    for (var mark : statement.marks()) {
      if (evidence.citation(mark) != null) continue;
      refuse(Comment.WRONG_CITATION, statement);
      return false;
    }
    return true;
  }

  private void disagreement(Statement statement) {
    var about = statement.text().replaceFirst("^[^“]*“", "").replaceFirst("”.*$", "");
    if (statement.marks().size() != 2) {
      refuse(Comment.UNSUPPORTED_CLAIM, statement);
      return;
    }
    if (!marksExist(statement)) return;
    for (var mark : statement.marks()) {
      var citation = evidence.citation(mark);
      var passage = citation == null ? null : evidence.passage(citation);
      if (passage == null || !Words.stems(passage.text()).containsAll(Words.stems(about))) {
        refuse(Comment.UNSUPPORTED_CLAIM, statement);
        return;
      }
    }
  }

  private void tableHeader(Statement statement) {
    var isHeader = evidence.hasHeader(statement.text());
    if (!isHeader) refuse(Comment.UNSUPPORTED_CLAIM, statement);
  }

  private void refuse(String fault, Statement statement) {
    comments.add(new Comment(fault, statement.text(), statement.section()));
  }
}
