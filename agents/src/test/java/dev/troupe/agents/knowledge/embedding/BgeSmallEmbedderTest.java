package dev.troupe.agents.knowledge.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.agents.knowledge.WordEmbedder;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The real model, and the cache around it. */
class BgeSmallEmbedderTest {
  private static final BgeSmallEmbedder EMBEDDER = new BgeSmallEmbedder(2);

  @AfterAll
  static void close() {
    EMBEDDER.close();
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  @Test
  void gives_unit_vectors_and_puts_what_answers_first() {
    float[] query = EMBEDDER.embedQuery("How long do cold starts take?");
    List<float[]> texts =
        EMBEDDER.embed(
            List.of("Functions need one to five seconds to start.", "Bread is baked from flour."));

    assertThat(query).hasSize(Embedder.DIMENSIONS);
    assertThat(dot(query, query)).isCloseTo(1, within(1e-4));
    assertThat(dot(query, texts.getFirst())).isGreaterThan(dot(query, texts.getLast()));
  }

  @Test
  void a_text_has_the_same_vector_whatever_is_embedded_with_it() {
    String text = "Functions need one to five seconds to start.";

    float[] alone = EMBEDDER.embed(List.of(text)).getFirst();
    float[] among = EMBEDDER.embed(List.of("x", "A much longer text. ".repeat(50), text)).getLast();

    assertThat(among).isEqualTo(alone);
  }

  @Test
  void embeds_an_empty_text_and_one_beyond_the_models_length() {
    List<float[]> vectors = EMBEDDER.embed(List.of("", "word ".repeat(2_000)));

    assertThat(vectors).allMatch(vector -> vector.length == Embedder.DIMENSIONS);
    assertThat(dot(vectors.getLast(), vectors.getLast())).isCloseTo(1, within(1e-4));
  }

  @Test
  void the_cache_computes_no_text_twice_even_after_a_restart() {
    var tables = new InMemoryTables();
    var computing = new WordEmbedder();
    var table = tables.table(CachedEmbedder.TABLE);
    var cache = new CachedEmbedder(computing, table, 2);

    List<float[]> first = cache.embed(List.of("one", "two", "one", "three", "four"));
    List<float[]> again = new CachedEmbedder(computing, table, 2).embed(List.of("four", "one"));

    assertThat(computing.computed()).isEqualTo(4);
    assertThat(first.get(2)).isEqualTo(first.getFirst());
    assertThat(again.getFirst()).isEqualTo(first.getLast());
    assertThat(again.getLast()).isEqualTo(first.getFirst());
  }

  @Test
  void the_cache_keeps_queries_apart_from_texts() {
    var computing =
        new WordEmbedder() {
          @Override
          public float[] embedQuery(String query) {
            return super.embedQuery("query " + query);
          }
        };
    var cache = new CachedEmbedder(computing, new InMemoryTables().table("t"), 10);

    float[] text = cache.embed(List.of("one")).getFirst();

    assertThat(cache.embedQuery("one")).isNotEqualTo(text);
    assertThat(cache.embedQuery("one")).isEqualTo(cache.embedQuery("one"));
  }
}
