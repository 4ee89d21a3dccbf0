package dev.troupe.benchmark.knowledge;

import dev.troupe.agents.knowledge.Embedder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For a machine that has no hour to embed fifty thousand passages: each sentence is embedded by the
 * model, and a passage's vector is the mean of its sentences', at unit length again.
 */
final class MixedVectors implements Embedder {
  private final Embedder sentences;

  MixedVectors(Embedder sentences) {
    this.sentences = sentences;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<String> all = texts.stream().flatMap(text -> parts(text).stream()).distinct().toList();
    List<float[]> computed = sentences.embed(all);
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      vectors.put(all.get(i), computed.get(i));
    }
    return texts.stream()
        .map(text -> mean(parts(text).stream().map(vectors::get).toList()))
        .toList();
  }

  /** Without the heading, which is a number only. */
  private static List<String> parts(String text) {
    return RecombinedPassages.SENTENCE
        .splitAsStream(text.substring(text.indexOf('\n') + 1))
        .toList();
  }

  private static float[] mean(List<float[]> vectors) {
    float[] sum = new float[DIMENSIONS];
    double square = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      for (float[] vector : vectors) {
        sum[i] += vector[i];
      }
      square += sum[i] * sum[i];
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      sum[i] /= (float) Math.sqrt(square);
    }
    return sum;
  }

  @Override
  public float[] embedQuery(String query) {
    return sentences.embedQuery(query);
  }
}
