package dev.troupe.agents.knowledge;

import java.util.List;
import java.util.Locale;

/** A hand-made embedder: each word adds to one of the dimensions. Counts what it computes. */
public class WordEmbedder implements Embedder {
  private int computed;

  public int computed() {
    return computed;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    computed += texts.size();
    return texts.stream().map(WordEmbedder::vector).toList();
  }

  @Override
  public float[] embedQuery(String query) {
    return vector(query);
  }

  private static float[] vector(String text) {
    float[] vector = new float[DIMENSIONS];
    vector[0] = 0.01f;
    for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
      vector[Math.floorMod(word.hashCode(), DIMENSIONS)] += 1;
    }
    double length = 0;
    for (float part : vector) {
      length += part * part;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / Math.sqrt(length));
    }
    return vector;
  }
}
