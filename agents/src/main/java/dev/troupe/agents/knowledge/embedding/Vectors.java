package dev.troupe.agents.knowledge.embedding;

import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/** The stored form of a vector: float32, big-endian, one after the other. */
public final class Vectors {
  private Vectors() {}

  public static ByteString toBytes(float[] vector) {
    ByteBuffer buffer = ByteBuffer.allocate(vector.length * Float.BYTES);
    buffer.asFloatBuffer().put(vector);
    return ByteString.fromArray(buffer.array());
  }

  public static float[] fromBytes(ByteBuffer bytes) {
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(vector);
    return vector;
  }
}
