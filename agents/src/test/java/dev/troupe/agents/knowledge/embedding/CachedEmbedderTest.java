package dev.troupe.agents.knowledge.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class CachedEmbedderTest {
  private final Counting computing = new Counting();
  private final Rows rows = new Rows();

  /** Nothing in memory: each time the table is asked. */
  private final CachedEmbedder embedder = new CachedEmbedder(computing, rows, 1);

  @Test
  void what_was_computed_once_is_found() {
    embedder.embed(List.of("one", "two"));
    var again = embedder.embed(List.of("two", "one"));

    assertThat(again.getFirst()[0]).isEqualTo(3);
    assertThat(computing.texts).isEqualTo(2);
  }

  @Test
  void while_the_store_is_away_vectors_are_computed_and_nobody_fails() {
    embedder.embed(List.of("one", "two"));
    rows.failure =
        Optional.of(new StoreFailure.Unavailable("there", "no connection was available", null));

    assertThat(embedder.embed(List.of("one"))).hasSize(1);
    assertThat(embedder.embedQuery("three")[0]).isEqualTo(5);
    assertThat(computing.texts).isEqualTo(4);

    rows.failure = Optional.empty();
    embedder.embed(List.of("two"));
    assertThat(computing.texts).isEqualTo(4);
  }

  @Test
  void another_failure_than_the_stores_is_not_hidden() {
    rows.failure = Optional.of(new IllegalStateException("a mistake of ours"));

    assertThatThrownBy(() -> embedder.embed(List.of("one")))
        .hasRootCauseMessage("a mistake of ours");
  }

  /** A vector that begins with the text's length. */
  private static final class Counting implements Embedder {
    private int texts;

    @Override
    public List<float[]> embed(List<String> given) {
      return given.stream().map(this::embedQuery).toList();
    }

    @Override
    public float[] embedQuery(String query) {
      texts++;
      var vector = new float[DIMENSIONS];
      vector[0] = query.length();
      return vector;
    }
  }

  private static final class Rows implements Table {
    private final Map<String, ByteString> values = new HashMap<>();
    private Optional<RuntimeException> failure = Optional.empty();

    private <T> CompletionStage<T> answer(T value) {
      return failure
          .<CompletionStage<T>>map(CompletableFuture::failedStage)
          .orElseGet(() -> CompletableFuture.completedStage(value));
    }

    @Override
    public CompletionStage<Void> put(String partition, String key, ByteString value) {
      return putAll(partition, List.of(new Row(key, value)));
    }

    @Override
    public CompletionStage<Void> putAll(String partition, List<Row> added) {
      if (failure.isEmpty()) {
        added.forEach(row -> values.put(row.key(), row.value()));
      }
      return answer(true).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(String partition, String key) {
      return answer(Optional.ofNullable(values.get(key)));
    }

    @Override
    public CompletionStage<List<Row>> scan(
        String partition, Optional<String> after, int limit, Order order) {
      throw new UnsupportedOperationException("a cache does not scan");
    }

    @Override
    public CompletionStage<Void> delete(String partition, List<String> keys) {
      throw new UnsupportedOperationException("a cache does not forget");
    }
  }
}
