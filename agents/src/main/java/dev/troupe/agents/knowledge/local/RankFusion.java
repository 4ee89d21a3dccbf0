package dev.troupe.agents.knowledge.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): each list gives 1 / (constant + rank),
 * so scores that cannot be compared need not be.
 */
final class RankFusion {
  private RankFusion() {}

  record Fused(
      String id, double score, @Nullable Integer keywordRank, @Nullable Integer vectorRank) {}

  private static final Comparator<Fused> BEST_FIRST =
      Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::id);

  static List<Fused> fuse(List<String> byKeyword, List<String> byVector, int constant) {
    Map<String, Integer> keywordRanks = ranks(byKeyword);
    Map<String, Integer> vectorRanks = ranks(byVector);
    var ids = new LinkedHashMap<String, Integer>(keywordRanks);
    vectorRanks.forEach(ids::putIfAbsent);
    List<Fused> fused = new ArrayList<>();
    for (String id : ids.keySet()) {
      Integer keyword = keywordRanks.get(id);
      Integer vector = vectorRanks.get(id);
      double score = share(keyword, constant) + share(vector, constant);
      fused.add(new Fused(id, score, keyword, vector));
    }
    fused.sort(BEST_FIRST);
    return fused;
  }

  private static double share(@Nullable Integer rank, int constant) {
    return rank == null ? 0 : 1.0 / (constant + rank);
  }

  private static Map<String, Integer> ranks(List<String> ids) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    for (String id : ids) {
      ranks.put(id, ranks.size() + 1);
    }
    return ranks;
  }
}
