package dev.troupe.agents.knowledge.judged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.agents.knowledge.KnowledgeLibrary.Mode;
import dev.troupe.agents.knowledge.KnowledgeLibrary.SearchRequest;
import dev.troupe.agents.knowledge.embedding.BgeSmallEmbedder;
import dev.troupe.agents.knowledge.embedding.CachedEmbedder;
import dev.troupe.agents.knowledge.local.KnowledgeSettings;
import dev.troupe.agents.knowledge.local.LocalKnowledgeBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How well searches rank a public judged collection, documents by their best passage. The data is
 * not ours to ship: put it into a folder (see {@link JudgedCollection}) and run this test with
 * {@code -Dtroupe.judged.collection=FOLDER}.
 */
class JudgedSearchTest {
  private static final int PASSAGES = 60;
  private static final int DOCUMENTS = 10;

  @Test
  void hybrid_search_ranks_better_than_either_half() throws IOException {
    String folder = System.getProperty("troupe.judged.collection", "");
    assumeTrue(!folder.isEmpty(), "skipped: set -Dtroupe.judged.collection=FOLDER to run it");
    var collection = JudgedCollection.in(Path.of(folder));
    var tables = new InMemoryTables();
    KnowledgeSettings settings = KnowledgeSettings.of(ConfigFactory.load());
    try (var model = new BgeSmallEmbedder(settings.embeddingThreads())) {
      var embedder = new CachedEmbedder(model, tables.table(CachedEmbedder.TABLE), 1_000);
      try (var base =
          LocalKnowledgeBase.open(tables::table, Optional.empty(), embedder, settings)) {
        base.add("default", "judged", collection.asDocuments(), true, _ -> {});
        Map<Mode, Double> means = new EnumMap<>(Mode.class);
        for (Mode mode : Mode.values()) {
          means.put(mode, mean(base, collection, mode));
        }
        System.out.printf(
            "nDCG@10 of %d queries on %d documents: %s%n",
            collection.queries().size(), collection.documents().size(), means);

        double hybrid = means.getOrDefault(Mode.HYBRID, 0.0);
        assertThat(hybrid).isGreaterThan(means.getOrDefault(Mode.KEYWORD, 1.0));
        assertThat(hybrid).isGreaterThan(means.getOrDefault(Mode.VECTOR, 1.0));
      }
    }
  }

  private static double mean(LocalKnowledgeBase base, JudgedCollection collection, Mode mode) {
    double sum = 0;
    int judged = 0;
    for (int query = 0; query < collection.queries().size(); query++) {
      if (collection.gainsOf(query).values().stream().anyMatch(gain -> gain > 0)) {
        judged++;
        List<String> ranked = ranked(base, collection.queries().get(query), mode);
        sum += Ndcg.of(ranked, collection.gainsOf(query));
      }
    }
    return sum / judged;
  }

  private static List<String> ranked(LocalKnowledgeBase base, String query, Mode mode) {
    var request =
        new SearchRequest(
            "default", List.of("judged"), query, PASSAGES, mode, List.of(), List.of());
    return base.search(request).stream()
        .map(found -> found.passage().document())
        .distinct()
        .limit(DOCUMENTS)
        .toList();
  }
}
