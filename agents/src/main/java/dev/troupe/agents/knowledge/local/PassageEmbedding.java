package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.Passage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives passages their vectors; what is known from an earlier version is not computed again. */
final class PassageEmbedding {
  private final Embedder embedder;

  PassageEmbedding(Embedder embedder) {
    this.embedder = embedder;
  }

  /** In the order of the passages. */
  List<EmbeddedPassage> embed(List<Passage> passages, List<EmbeddedPassage> known) {
    Map<String, float[]> vectors = new HashMap<>();
    known.forEach(one -> vectors.put(EmbeddedPassage.textToEmbed(one.passage()), one.vector()));
    List<String> missing =
        passages.stream()
            .map(EmbeddedPassage::textToEmbed)
            .filter(text -> !vectors.containsKey(text))
            .distinct()
            .toList();
    List<float[]> computed = missing.isEmpty() ? List.of() : embedder.embed(missing);
    for (int i = 0; i < missing.size(); i++) {
      vectors.put(missing.get(i), computed.get(i));
    }
    return passages.stream().map(passage -> with(vectors, passage)).toList();
  }

  private static EmbeddedPassage with(Map<String, float[]> vectors, Passage passage) {
    float[] vector = vectors.get(EmbeddedPassage.textToEmbed(passage));
    return new EmbeddedPassage(passage, Objects.requireNonNull(vector));
  }
}
