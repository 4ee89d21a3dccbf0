package dev.troupe.agents.knowledge.embedding;

import dev.troupe.agents.knowledge.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The bge-small-en-v1.5 model, quantised, in this process; loaded when first used. Runs on platform
 * threads of its own: native code would pin the caller's virtual thread.
 */
public final class BgeSmallEmbedder implements Embedder, AutoCloseable {
  /** Given on the model's card, for queries that look for passages. */
  private static final String QUERY_PREFIX =
      "Represent this sentence for searching relevant passages: ";

  private final ExecutorService threads;
  private volatile @Nullable BgeSmallModel model;

  public BgeSmallEmbedder(int threads) {
    ThreadFactory factory = Thread.ofPlatform().name("embedding-", 0).daemon().factory();
    this.threads = Executors.newFixedThreadPool(threads, factory);
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<CompletableFuture<float[]>> pending = new ArrayList<>(texts.size());
    for (String text : texts) {
      pending.add(CompletableFuture.supplyAsync(() -> vector(text), threads));
    }
    return pending.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public float[] embedQuery(String query) {
    return embed(List.of(QUERY_PREFIX + query)).getFirst();
  }

  private float[] vector(String text) {
    return loaded().vector(text);
  }

  private BgeSmallModel loaded() {
    BgeSmallModel present = model;
    return present != null ? present : load();
  }

  private synchronized BgeSmallModel load() {
    BgeSmallModel present = model;
    if (present == null) {
      present = BgeSmallModel.load();
      model = present;
    }
    return present;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
