package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Research.Claim;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The things of a brief that are to be chosen between, and what sets them against each other. */
final class Sides {
  private static final Pattern COMPARATIVE =
      Pattern.compile("(?i)\\b(?:than|versus|unlike|whereas|better|worse)\\b");
  private static final Pattern SUPERLATIVE =
      Pattern.compile(
          "(?i)\\b(?:best|worst|most|least|cheapest|fastest|slowest|strongest|largest|smallest|simplest)\\b");

  private final List<Set<String>> names;

  Sides(List<Research> research) {
    names =
        research.stream()
            .flatMap(one -> Alternatives.side(one.question()).stream())
            .map(side -> Words.contentStems(side.name()))
            .toList();
  }

  static boolean isSide(Research research) {
    return Alternatives.side(research.question()).isPresent();
  }

  static boolean isOneSilent(List<Research> research) {
    return research.stream().anyMatch(one -> isSide(one) && one.claims().isEmpty());
  }

  boolean exist() {
    return !names.isEmpty();
  }

  /** A table with a column for each, a sentence on both, or one of them above all. */
  boolean compares(Claim claim, @Nullable String header) {
    if (header != null && named(header) > 1) return true;
    var named = named(claim.quote());
    return (named > 1 && COMPARATIVE.matcher(claim.quote()).find())
        || (named > 0 && SUPERLATIVE.matcher(claim.quote()).find());
  }

  private long named(String text) {
    var stems = new HashSet<>(Words.contentStems(text));
    return names.stream().filter(stems::containsAll).count();
  }

  /**
   * Nothing is said of one of them and nothing compares: what is said of the other is no answer.
   */
  boolean leaveOpen(List<Research> research, Material material) {
    return isOneSilent(research)
        && research.stream()
            .filter(Sides::isSide)
            .flatMap(one -> one.claims().stream())
            .noneMatch(claim -> compares(claim, material.header(claim)));
  }
}
