package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Finds claims of different documents that cannot both be right about the same thing. */
final class Disagreements {
  private static final int FEWEST_SHARED_WORDS = 2;
  private static final double LEAST_OVERLAP = 0.6;
  private static final double LEAST_OVERLAP_OF_DENIAL = 0.75;
  private static final Set<String> UNITS =
      Set.of("ms", "second", "minut", "hour", "day", "s", "min");
  private static final Set<String> DENIALS =
      Set.of("not", "no", "never", "cannot", "without", "none", "neither", "t");

  private enum Likeness {
    SOME,
    MUCH,
    SAME_WORDS;

    static Likeness of(double overlap) {
      return overlap >= LEAST_OVERLAP_OF_DENIAL ? MUCH : SOME;
    }
  }

  record Disagreement(int first, int second, String about) {}

  private Disagreements() {}

  static List<Disagreement> among(List<Candidate> claims) {
    var disagreements = new ArrayList<Disagreement>();
    for (var first = 0; first < claims.size(); first++) {
      for (var second = first + 1; second < claims.size(); second++) {
        var about = about(claims.get(first), claims.get(second));
        if (about.isPresent()) disagreements.add(new Disagreement(first, second, about.get()));
      }
    }
    return disagreements;
  }

  /** What two claims disagree about, in the first one's words; empty when they do not. */
  static Optional<String> about(Candidate one, Candidate other) {
    if (one.passage().document().equals(other.passage().document())) return Optional.empty();
    var ofOne = subject(one);
    var ofOther = subject(other);
    var shared = new LinkedHashSet<>(ofOne);
    shared.retainAll(ofOther);
    var fewer = Math.min(ofOne.size(), ofOther.size());
    if (shared.size() < FEWEST_SHARED_WORDS || fewer == 0) return Optional.empty();
    var overlap = (double) shared.size() / fewer;
    var isTorn = Form.hasTornNumber(one.quote()) || Form.hasTornNumber(other.quote());
    var likeness = ofOne.equals(ofOther) ? Likeness.SAME_WORDS : Likeness.of(overlap);
    var numbers =
        !isTorn
            && overlap >= LEAST_OVERLAP
            && numbersContradict(one.quote(), other.quote(), likeness);
    var denial =
        overlap >= LEAST_OVERLAP_OF_DENIAL && isDenied(one.quote()) != isDenied(other.quote());
    return numbers || denial ? Optional.of(inWordsOf(one.quote(), shared)) : Optional.empty();
  }

  /** What a claim is about: its words without numbers and their units. */
  private static Set<String> subject(Candidate claim) {
    var stems = new LinkedHashSet<String>();
    for (var word : Words.of(claim.quote())) {
      var isUnit = UNITS.contains(word.stem());
      if (!word.isNumber() && !isUnit && !Lexicon.isStopWord(word.surface()))
        stems.add(word.stem());
    }
    return stems;
  }

  private static boolean numbersContradict(String one, String other, Likeness likeness) {
    var contradicts = false;
    for (var number : Quantity.found(one)) {
      for (var rival : Quantity.found(other)) {
        if (number.quantity().dimension() != rival.quantity().dimension()) continue;
        var counted = Quantity.following(one, number).stream().findFirst();
        var isSame = counted.equals(Quantity.following(other, rival).stream().findFirst());
        if (!isComparable(number.quantity(), counted, isSame, likeness)) continue;
        // One number in common is enough to agree.
        if (!contradict(number.quantity(), rival.quantity(), counted.isEmpty())) return false;
        contradicts = true;
      }
    }
    return contradicts;
  }

  /** Counts are so where they count the same; numbers of nothing, a port's, in the same words. */
  private static boolean isComparable(
      Quantity number, Optional<String> counted, boolean isSame, Likeness likeness) {
    return switch (number.dimension()) {
      case TIME, MONEY, SHARE, BYTES -> true;
      case COUNT -> {
        var least = counted.isPresent() ? Likeness.MUCH : Likeness.SAME_WORDS;
        yield isSame && likeness.compareTo(least) >= 0;
      }
      case YEAR -> false;
    };
  }

  private static boolean contradict(Quantity one, Quantity other, boolean isName) {
    var isExact = isName && one.dimension() == Dimension.COUNT;
    return isExact ? !one.equals(other) : one.contradicts(other);
  }

  static boolean isDenied(String text) {
    return Words.of(text).stream()
        .anyMatch(word -> DENIALS.contains(word.surface().toLowerCase(Locale.ROOT)));
  }

  private static String inWordsOf(String text, Set<String> shared) {
    var words = new StringJoiner(" ");
    var left = new LinkedHashSet<>(shared);
    for (var word : Words.of(text)) {
      if (left.remove(word.stem())) words.add(word.surface().toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }
}
