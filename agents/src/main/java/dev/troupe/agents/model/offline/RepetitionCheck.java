package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.model.offline.ParsedDraft.Kind;
import dev.troupe.agents.model.offline.ParsedDraft.Statement;
import java.util.ArrayList;
import java.util.List;

/** A brief says everything once. */
final class RepetitionCheck {
  private static final double SAYS_THE_SAME_LIKENESS = 0.8;
  private static final double STANDS_IN_THE_OTHER = 0.97;
  private static final double MEANS_THE_SAME = 0.985;
  private static final int SHORTEST_CONTAINED_CHARACTERS = 25;

  private final Embedder embedder;

  RepetitionCheck(Embedder embedder) {
    this.embedder = embedder;
  }

  List<Comment> check(ParsedDraft draft) {
    var claims = draft.claims();
    var comments = new ArrayList<Comment>();
    if (claims.size() < 2) return comments;
    var vectors = Vector.of(embedder.embed(claims.stream().map(Statement::text).toList()));
    for (var later = 1; later < claims.size(); later++) {
      for (var earlier = 0; earlier < later; earlier++) {
        var similarity = vectors.get(later).similarity(vectors.get(earlier));
        if (!isRepeated(claims.get(later), claims.get(earlier), similarity)) continue;
        var claim = claims.get(later);
        comments.add(new Comment(Comment.REPETITION, claim.text(), claim.section()));
        break;
      }
    }
    return comments;
  }

  /** Rows of one table resemble each other by their nature; only equal ones repeat. */
  private static boolean isRepeated(Statement one, Statement other, double similarity) {
    if (one.kind() == Kind.ROW && other.kind() == Kind.ROW)
      return Wording.sameRow(one.text(), other.text());
    return isAlike(one, other, similarity) && !saysOtherwise(one.text(), other.text());
  }

  private static boolean isAlike(Statement one, Statement other, double similarity) {
    if (Trigrams.likeness(one.text(), other.text()) > SAYS_THE_SAME_LIKENESS) return true;
    var shorter = Math.min(one.text().length(), other.text().length());
    return shorter >= SHORTEST_CONTAINED_CHARACTERS
        && (similarity > MEANS_THE_SAME
            || Trigrams.containment(one.text(), other.text()) > STANDS_IN_THE_OTHER);
  }

  /** In the same words another figure, or a denial; what is only cut off says nothing else. */
  private static boolean saysOtherwise(String one, String other) {
    var isCut = holds(one, other) || holds(other, one);
    return !isCut
        && (!Quantity.in(one).equals(Quantity.in(other))
            || Disagreements.isDenied(one) != Disagreements.isDenied(other));
  }

  private static boolean holds(String text, String piece) {
    return text.contains(piece.replaceAll("[\\p{P}\\s]+$", ""));
  }
}
