package dev.troupe.agents.knowledge.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.TestTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedEmbedderTest {
  private final Counting computing = new Counting();
  private final TestTable rows = new TestTable();

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
    rows.failWith(new StoreFailure.Unavailable("there", "no connection was available", null));

    assertThat(embedder.embed(List.of("one"))).hasSize(1);
    assertThat(embedder.embedQuery("three")[0]).isEqualTo(5);
    assertThat(computing.texts).isEqualTo(4);

    rows.recover();
    embedder.embed(List.of("two"));
    assertThat(computing.texts).isEqualTo(4);
  }

  @Test
  void another_failure_than_the_stores_is_not_hidden() {
    rows.failWith(new IllegalStateException("a mistake of ours"));

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
}
