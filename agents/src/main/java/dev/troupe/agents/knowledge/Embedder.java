package dev.troupe.agents.knowledge;

import java.util.List;

/**
 * Sentences to vectors: unit length, 384 dimensions. Blocks; keeps what it has computed by the
 * text's hash, so the same text is never computed twice.
 */
public interface Embedder {
  int DIMENSIONS = 384;

  /** One vector per text, in order. Queries carry the model's own query prefix, texts do not. */
  List<float[]> embed(List<String> texts);

  float[] embedQuery(String query);
}
