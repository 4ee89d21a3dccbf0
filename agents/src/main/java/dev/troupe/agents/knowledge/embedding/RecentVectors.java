package dev.troupe.agents.knowledge.embedding;

import dev.troupe.persistence.Recent;
import java.util.Map;
import java.util.Optional;

/** The vectors used last, at most so many. */
final class RecentVectors {
  private final Map<String, float[]> vectors;

  RecentVectors(int capacity) {
    this.vectors = Recent.byUse(capacity);
  }

  synchronized Optional<float[]> get(String key) {
    return Optional.ofNullable(vectors.get(key));
  }

  synchronized void put(String key, float[] vector) {
    vectors.put(key, vector);
  }
}
