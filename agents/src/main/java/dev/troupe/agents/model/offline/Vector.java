package dev.troupe.agents.model.offline;

import java.util.List;

/** A text's vector of unit length, as the embedder made it. */
final class Vector {
  private final float[] components;

  Vector(float[] components) {
    this.components = components;
  }

  static List<Vector> of(List<float[]> vectors) {
    return vectors.stream().map(Vector::new).toList();
  }

  /** The cosine of the angle between both. */
  double similarity(Vector other) {
    var sum = 0.0;
    for (var at = 0; at < components.length; at++)
      sum += (double) components[at] * other.components[at];
    return sum;
  }
}
