package dev.troupe.agents.knowledge.local;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A passage that one half of a search has found. */
record Scored(String id, double score) {
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::id);

  /** Equal scores in the order of ids, so that an index built again gives the same answer. */
  static List<Scored> best(Stream<Scored> scored, int limit) {
    return scored.sorted(BEST_FIRST).limit(limit).toList();
  }
}
