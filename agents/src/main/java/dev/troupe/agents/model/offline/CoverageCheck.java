package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.ParsedDraft.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Every question that research answered must have its section, and every section a question. */
final class CoverageCheck {
  private CoverageCheck() {}

  static List<Comment> check(
      String goal,
      List<String> questions,
      ParsedDraft draft,
      List<Research> research,
      Evidence evidence) {
    var comments = new ArrayList<Comment>();
    for (var one : research) {
      var isAnswered = one.claims().stream().anyMatch(evidence::isResearched);
      var isLeftOut = Sides.isSide(one) && Sides.isOneSilent(research);
      if (isAnswered && !isLeftOut && !isCovered(goal, one.question(), draft))
        comments.add(new Comment(Comment.MISSING_SUB_QUESTION, one.question(), ParsedDraft.ANSWER));
    }
    headings(goal, questions, draft, research, comments);
    return comments;
  }

  private static boolean isCovered(String goal, String question, ParsedDraft draft) {
    var isWhole = Wording.plain(question).equals(Wording.plain(goal));
    return draft.statements().stream()
        .filter(one -> one.kind() != Kind.UNCITED && !one.marks().isEmpty())
        .anyMatch(one -> isWhole || one.section().equals(Wording.plain(question)));
  }

  private static void headings(
      String goal,
      List<String> questions,
      ParsedDraft draft,
      List<Research> research,
      List<Comment> comments) {
    var known = new HashSet<>(List.of(Phrases.DETAIL, Phrases.SOURCES));
    for (var question : questions) known.add(Wording.plain(question));
    for (var one : research) known.add(Wording.plain(one.question()));
    var seen = new HashSet<String>();
    for (var heading : draft.headings()) {
      if (!known.contains(heading))
        comments.add(new Comment(Comment.UNSUPPORTED_CLAIM, heading, heading));
      else if (!seen.add(heading)) comments.add(new Comment(Comment.REPETITION, heading, heading));
    }
    if (!draft.title().isEmpty() && !draft.title().equals(Wording.plain(goal)))
      comments.add(new Comment(Comment.UNSUPPORTED_CLAIM, draft.title(), ParsedDraft.ANSWER));
  }
}
