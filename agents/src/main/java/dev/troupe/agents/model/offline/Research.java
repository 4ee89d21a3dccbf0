package dev.troupe.agents.model.offline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a researcher returns for one question, in the shape that roles hand on.
 *
 * @param leading how many of the claims, from the first, are the answer itself; 0 if not known
 * @param searched documents that the passages at hand came from
 * @param nearest where they came closest, "document › heading", best first; for a no-answer
 */
record Research(
    String question,
    boolean answered,
    List<Claim> claims,
    int leading,
    List<Conflict> disagreements,
    List<String> searched,
    List<String> nearest) {

  /**
   * @param text what the brief shows; word for word the quote
   * @param passage the passage's id
   */
  record Claim(
      String text, String quote, String passage, String document, @Nullable String heading) {}

  /**
   * @param claims two indices into the claims
   */
  record Conflict(List<Integer> claims, String about) {}

  Research {
    claims = claims == null ? List.of() : List.copyOf(claims);
    disagreements = disagreements == null ? List.of() : List.copyOf(disagreements);
    searched = searched == null ? List.of() : List.copyOf(searched);
    nearest = nearest == null ? List.of() : List.copyOf(nearest);
  }

  Research withoutClaims() {
    return new Research(question, false, List.of(), 0, List.of(), searched, nearest);
  }

  static Research unanswered(String question) {
    return new Research(question, false, List.of(), 0, List.of(), List.of(), List.of());
  }
}
