package dev.troupe.agents.knowledge.embedding;

import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes no vector twice: keeps them by their text's hash, in a table and the last in memory.
 * While the store does not answer it computes them: what needs a vector need not fail for that.
 */
public final class CachedEmbedder implements Embedder {
  /** The name of the table to give to the constructor. */
  public static final String TABLE = "embeddings";

  /** The model is part of the key: another one must not find these vectors. */
  private static final String PARTITION = "bge-small-en-v1.5-q";

  private static final Logger LOG = LoggerFactory.getLogger(CachedEmbedder.class);

  private final Embedder computing;
  private final Table table;
  private final RecentVectors recent;

  public CachedEmbedder(Embedder computing, Table table, int vectorsInMemory) {
    this.computing = computing;
    this.table = table;
    this.recent = new RecentVectors(vectorsInMemory);
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<String> keys = texts.stream().map(text -> ContentHash.of("text", text)).toList();
    Map<String, float[]> vectors = find(keys);
    Map<String, String> missing = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!vectors.containsKey(keys.get(i))) {
        missing.put(keys.get(i), texts.get(i));
      }
    }
    if (!missing.isEmpty()) {
      vectors.putAll(compute(missing));
    }
    return List.copyOf(keys.stream().map(vectors::get).toList());
  }

  @Override
  public float[] embedQuery(String query) {
    String key = ContentHash.of("query", query);
    return Optional.ofNullable(find(List.of(key)).get(key))
        .orElseGet(() -> {
          float[] vector = computing.embedQuery(query);
          keep(Map.of(key, vector));
          return vector;
        });
  }

  private Map<String, float[]> compute(Map<String, String> textsByKey) {
    List<float[]> vectors = computing.embed(List.copyOf(textsByKey.values()));
    Map<String, float[]> computed = new LinkedHashMap<>();
    int i = 0;
    for (String key : textsByKey.keySet()) {
      computed.put(key, vectors.get(i++));
    }
    keep(computed);
    return computed;
  }

  private Map<String, float[]> find(List<String> keys) {
    Map<String, float[]> found = new HashMap<>();
    Map<String, CompletableFuture<Optional<ByteString>>> asked = new LinkedHashMap<>();
    for (String key : keys) {
      recent
          .get(key)
          .ifPresentOrElse(
              vector -> found.put(key, vector),
              () -> asked.computeIfAbsent(key, k -> table.get(PARTITION, k).toCompletableFuture()));
    }
    asked.forEach((key, answer) ->
        whileStoreAnswers(() -> answer.join().ifPresent(row -> found.put(key, read(key, row)))));
    return found;
  }

  private static void whileStoreAnswers(Runnable asking) {
    try {
      asking.run();
    } catch (CompletionException failure) {
      if (!(failure.getCause() instanceof StoreFailure away)) {
        throw failure;
      }
      LOG.debug("vectors are computed and not kept: {}", away.getMessage());
    }
  }

  private float[] read(String key, ByteString row) {
    float[] vector = Vectors.fromBytes(row.asByteBuffer());
    recent.put(key, vector);
    return vector;
  }

  private void keep(Map<String, float[]> computed) {
    List<Table.Row> rows = new ArrayList<>();
    computed.forEach((key, vector) -> {
      rows.add(new Table.Row(key, Vectors.toBytes(vector)));
      recent.put(key, vector);
    });
    whileStoreAnswers(() -> table.putAll(PARTITION, rows).toCompletableFuture().join());
  }
}
