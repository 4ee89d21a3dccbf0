package dev.troupe.agents.knowledge.judged;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Normalised discounted cumulative gain of the first ten documents (Järvelin, Kekäläinen 2002). */
final class Ndcg {
  private static final int DEPTH = 10;

  private Ndcg() {}

  static double of(List<String> ranked, Map<String, Integer> gains) {
    List<Integer> found = ranked.stream().map(document -> gains.getOrDefault(document, 0)).toList();
    List<Integer> best = gains.values().stream().sorted(Comparator.reverseOrder()).toList();
    double ideal = discounted(best);
    return ideal == 0 ? 0 : discounted(found) / ideal;
  }

  private static double discounted(List<Integer> gains) {
    double sum = 0;
    for (int i = 0; i < Math.min(DEPTH, gains.size()); i++) {
      sum += gains.get(i) / (Math.log(i + 2.0) / Math.log(2));
    }
    return sum;
  }
}
