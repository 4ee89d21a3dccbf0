package dev.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.SearchTable.Entry;
import dev.troupe.persistence.SearchTable.Filter;
import dev.troupe.persistence.SearchTable.Hit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a {@link SearchTable} does. */
public abstract class SearchContract {
  private final SearchTable table;
  private final String scope = "tenant/" + UUID.randomUUID();

  protected SearchContract(SearchTable table) {
    this.table = table;
  }

  @Test
  void finds_the_nearest_first_with_their_dot_products() {
    put(entry("east", "a", 0), entry("north", "a", 90), entry("north-east", "a", 45));

    List<Hit> hits = get(table.nearest(all(), at(10), 2));

    assertThat(hits).extracting(Hit::key).containsExactly("east", "north-east");
    assertThat(hits.getFirst().score()).isCloseTo(Math.cos(Math.toRadians(10)), within(1e-3));
  }

  @Test
  void finds_those_first_in_which_a_word_weighs_most() {
    put(
        entry("one", "a", 0, Map.of("cat", 0.25f, "dog", 0.5f)),
        entry("two", "a", 0, Map.of("cat", 0.75f)),
        entry("three", "a", 0, Map.of("cat", 0.5f)),
        entry("four", "a", 0, Map.of("dog", 0.5f)));

    assertThat(get(table.heaviest(all(), "cat", 2)))
        .containsExactly(new Hit("two", 0.75), new Hit("three", 0.5));
    assertThat(get(table.heaviest(all(), "horse", 2))).isEmpty();
    assertThat(get(table.count(scope, "cat"))).isEqualTo(3);
    assertThat(get(table.count(scope, "horse"))).isZero();
    assertThat(get(table.words(scope, List.of("one", "nobody"))))
        .isEqualTo(Map.of("one", Map.of("cat", 0.25f, "dog", 0.5f)));
  }

  @Test
  void filters_by_group_and_kind() {
    put(entry("one", "a", 0), entry("two", "b", 0), entry("three", "b", 90));
    var other = new Entry("four", "b", "table", Map.of("word", 1f), at(0));
    put(other);
    var filter = new Filter(scope, Optional.of("b"), Optional.of("prose"));

    assertThat(get(table.nearest(filter, at(0), 9)))
        .extracting(Hit::key)
        .containsExactly("two", "three");
    assertThat(get(table.heaviest(filter, "word", 9)))
        .extracting(Hit::key)
        .containsExactlyInAnyOrder("two", "three");
    var tables = new Filter(scope, Optional.empty(), Optional.of("table"));
    assertThat(get(table.nearest(tables, at(90), 9))).extracting(Hit::key).containsExactly("four");
    assertThat(get(table.heaviest(tables, "word", 9))).hasSize(1);
  }

  @Test
  void finds_nothing_beyond_the_scope() {
    put(entry("one", "a", 0));
    var beyond = new Filter(scope + "-2", Optional.empty(), Optional.empty());

    assertThat(get(table.nearest(beyond, at(0), 9))).isEmpty();
    assertThat(get(table.heaviest(beyond, "word", 9))).isEmpty();
    assertThat(get(table.count(beyond.scope(), "word"))).isZero();
    assertThat(get(table.words(beyond.scope(), List.of("one")))).isEmpty();
    get(table.delete(beyond.scope(), List.of("one")));
    assertThat(get(table.nearest(all(), at(0), 9))).hasSize(1);
  }

  @Test
  void an_entry_that_is_put_again_takes_its_own_place() {
    put(entry("one", "a", 0, Map.of("cat", 0.5f, "dog", 0.5f)));
    put(entry("one", "b", 90, Map.of("cat", 0.75f, "horse", 0.5f)));

    assertThat(get(table.heaviest(all(), "cat", 9))).containsExactly(new Hit("one", 0.75));
    assertThat(get(table.heaviest(all(), "dog", 9))).isEmpty();
    assertThat(get(table.heaviest(all(), "horse", 9))).hasSize(1);
    assertThat(get(table.nearest(all(), at(90), 9)).getFirst().score()).isCloseTo(1, within(1e-3));
    assertThat(get(table.nearest(new Filter(scope, Optional.of("a"), Optional.empty()), at(0), 9)))
        .isEmpty();
  }

  @Test
  void what_was_deleted_is_not_found() {
    put(entry("one", "a", 0), entry("two", "a", 0));
    get(table.delete(scope, List.of("one", "nobody")));

    assertThat(get(table.nearest(all(), at(0), 9))).extracting(Hit::key).containsExactly("two");
    assertThat(get(table.heaviest(all(), "word", 9))).extracting(Hit::key).containsExactly("two");
    assertThat(get(table.count(scope, "word"))).isEqualTo(1);
    assertThat(get(table.words(scope, List.of("one")))).isEmpty();
  }

  @Test
  void finds_among_many_what_is_nearest() {
    put(
        IntStream.range(0, 180)
            .mapToObj(degree -> entry("at-" + degree, "a", degree))
            .toArray(Entry[]::new));

    assertThat(get(table.nearest(all(), at(77), 3)))
        .extracting(Hit::key)
        .containsExactlyInAnyOrder("at-76", "at-77", "at-78");
    assertThat(get(table.heaviest(all(), "word", 100))).hasSize(100);
    assertThat(get(table.count(scope, "word"))).isEqualTo(180);
  }

  private Filter all() {
    return new Filter(scope, Optional.empty(), Optional.empty());
  }

  private void put(Entry... entries) {
    get(table.putAll(scope, List.of(entries)));
  }

  private static Entry entry(String key, String group, int degrees) {
    return entry(key, group, degrees, Map.of("word", 0.5f));
  }

  private static Entry entry(String key, String group, int degrees, Map<String, Float> words) {
    return new Entry(key, group, "prose", words, at(degrees));
  }

  /** A direction in the plane of the first two dimensions. */
  private static float[] at(int degrees) {
    var vector = new float[SearchTable.DIMENSIONS];
    vector[0] = (float) Math.cos(Math.toRadians(degrees));
    vector[1] = (float) Math.sin(Math.toRadians(degrees));
    return vector;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
