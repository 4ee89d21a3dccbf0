package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.Passage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;

/** Gives passages their vectors; what is known from an earlier version is not computed again. */
final class PassageEmbedding {
  /** Enough to keep all embedding threads busy, few enough to tell often how far it is. */
  private static final int TEXTS_AT_ONCE = 64;

  private final Embedder embedder;

  PassageEmbedding(Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * In the order of the passages.
   *
   * @param progress is told how many passages have vectors, as often as some more have
   */
  List<EmbeddedPassage> embed(
      List<Passage> passages, List<EmbeddedPassage> known, IntConsumer progress) {
    Map<String, float[]> vectors = new HashMap<>();
    known.forEach(one -> vectors.put(EmbeddedPassage.textToEmbed(one.passage()), one.vector()));
    List<String> missing =
        passages.stream()
            .map(EmbeddedPassage::textToEmbed)
            .filter(text -> !vectors.containsKey(text))
            .distinct()
            .toList();
    int before = passages.size() - missing.size();
    for (int from = 0; from < missing.size(); from += TEXTS_AT_ONCE) {
      List<String> texts = missing.subList(from, Math.min(from + TEXTS_AT_ONCE, missing.size()));
      List<float[]> computed = embedder.embed(texts);
      for (int i = 0; i < texts.size(); i++) {
        vectors.put(texts.get(i), computed.get(i));
      }
      progress.accept(before + from + texts.size());
    }
    return passages.stream().map(passage -> with(vectors, passage)).toList();
  }

  private static EmbeddedPassage with(Map<String, float[]> vectors, Passage passage) {
    float[] vector = vectors.get(EmbeddedPassage.textToEmbed(passage));
    return new EmbeddedPassage(passage, Objects.requireNonNull(vector));
  }
}
