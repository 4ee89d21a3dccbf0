package dev.troupe.benchmark.knowledge;

import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.agents.knowledge.Embedder;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Keeps vectors in a file, so that a benchmark that is run again embeds nothing: records of a
 * text's SHA-256 and its vector. What a killed run has written is used.
 */
final class KeptVectors implements Embedder, Closeable {
  private static final int HASH_BYTES = 32;
  private static final int RECORD_BYTES = HASH_BYTES + DIMENSIONS * Float.BYTES;

  private final Embedder computing;
  private final FileChannel file;
  private final Map<String, Long> places = new HashMap<>();
  private long end;

  KeptVectors(Path path, Embedder computing) throws IOException {
    this.computing = computing;
    this.file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var hash = ByteBuffer.allocate(HASH_BYTES);
    for (end = 0; end + RECORD_BYTES <= file.size(); end += RECORD_BYTES) {
      file.read(hash.clear(), end);
      places.put(HexFormat.of().formatHex(hash.array()), end);
    }
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<String> missing =
        texts.stream().filter(text -> !places.containsKey(key("text", text))).distinct().toList();
    if (!missing.isEmpty()) {
      List<float[]> computed = computing.embed(missing);
      for (int i = 0; i < missing.size(); i++) {
        keep(key("text", missing.get(i)), computed.get(i));
      }
    }
    List<float[]> vectors = new ArrayList<>();
    texts.forEach(text -> vectors.add(kept(key("text", text))));
    return vectors;
  }

  @Override
  public float[] embedQuery(String query) {
    String key = key("query", query);
    if (!places.containsKey(key)) {
      keep(key, computing.embedQuery(query));
    }
    return kept(key);
  }

  private static String key(String kind, String text) {
    return ContentHash.of(kind, text);
  }

  private float[] kept(String key) {
    Long place = places.get(key);
    if (place == null) {
      throw new IllegalStateException("No vector was kept");
    }
    try {
      var bytes = ByteBuffer.allocate(DIMENSIONS * Float.BYTES);
      file.read(bytes, place + HASH_BYTES);
      float[] vector = new float[DIMENSIONS];
      bytes.flip().asFloatBuffer().get(vector);
      return vector;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void keep(String key, float[] vector) {
    var bytes = ByteBuffer.allocate(RECORD_BYTES).put(HexFormat.of().parseHex(key));
    for (float part : vector) {
      bytes.putFloat(part);
    }
    try {
      file.write(bytes.flip(), end);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    places.put(key, end);
    end += RECORD_BYTES;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
