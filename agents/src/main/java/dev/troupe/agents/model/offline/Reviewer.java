package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.model.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Checks a draft against the stored documents, by its text and not by how it was made. */
final class Reviewer {

  /** A verdict, in the shape that roles hand on. */
  record Review(boolean approved, List<Comment> comments) {}

  private static final Review NOTHING_TO_REVIEW =
      new Review(
          false,
          List.of(
              new Comment(
                  "missing-draft",
                  "The input has no object \"draft\": hand the writer's output on.",
                  ParsedDraft.ANSWER)));

  private final KnowledgeBase knowledge;
  private final RepetitionCheck repetition;

  Reviewer(Embedder embedder, KnowledgeBase knowledge) {
    this.knowledge = knowledge;
    this.repetition = new RepetitionCheck(embedder);
  }

  Review review(Prompt prompt) {
    var input = prompt.input();
    var goal = Shapes.text(input, "goal");
    if (!input.path("draft").isObject()) return NOTHING_TO_REVIEW;
    var draft = Shapes.read(input.path("draft"), Draft.class);
    var research = Shapes.list(input, "research", Research.class);
    var evidence = Evidence.of(knowledge, prompt.tenant(), draft, research);
    var parsed = DraftParser.parse(draft.markdown());
    var comments = new ArrayList<Comment>();
    if (Draft.NO_ANSWER.equals(draft.outcome())) {
      comments.addAll(missed(research, evidence));
    } else {
      comments.addAll(ClaimCheck.check(parsed, evidence));
      comments.addAll(CitationCheck.check(draft, parsed, evidence));
      var questions = Shapes.texts(input, "questions");
      comments.addAll(CoverageCheck.check(goal, questions, parsed, research, evidence));
      comments.addAll(repetition.check(parsed));
    }
    var distinct = comments.stream().distinct().toList();
    return new Review(distinct.isEmpty(), distinct);
  }

  /** To say that nothing answers, where something does, leaves every such question out. */
  private static List<Comment> missed(List<Research> research, Evidence evidence) {
    var comments = new ArrayList<Comment>();
    for (var one : research) {
      if (Sides.isSide(one) && Sides.isOneSilent(research)) continue;
      if (one.claims().stream().anyMatch(evidence::isResearched))
        comments.add(new Comment(Comment.MISSING_SUB_QUESTION, one.question(), ParsedDraft.ANSWER));
    }
    return comments;
  }
}
