package dev.troupe.persistence.cassandra;

import static java.util.stream.Collectors.groupingBy;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.CqlVector;
import dev.troupe.persistence.SearchTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Entries by vector (an index attached to the storage, of Cassandra 5) and by word, whose rows lie
 * by weight, so that the heaviest are read without the others. A scope is a fixed number of
 * partitions; an entry and its words are in one of them, and written at once.
 */
final class CassandraSearch implements SearchTable {
  static final String ENTRIES = "search_entries";
  static final String WORDS = "search_words";

  /** For ever: where an entry lies follows from it. A word is looked up in each. */
  private static final int PARTITIONS = 8;

  private static final List<Integer> ALL = IntStream.range(0, PARTITIONS).boxed().toList();

  private static final String PUT =
      "INSERT INTO %s."
          + ENTRIES
          + " (scope, part, entry, in_scope, belongs_to, kind, words, embedding) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String PUT_WORD =
      "INSERT INTO %s."
          + WORDS
          + " (scope, part, word, weight, entry, belongs_to, kind) VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String OF_ENTRY =
      " FROM %s." + ENTRIES + " WHERE scope = ? AND part = ? AND entry ";
  private static final String OF_WORD =
      " FROM %s." + WORDS + " WHERE scope = ? AND part IN ? AND word = ?";
  private static final String WORDS_OF = "SELECT entry, words" + OF_ENTRY + "IN ?";
  private static final String DELETE = "DELETE" + OF_ENTRY + "= ?";
  private static final String DELETE_WORD =
      "DELETE FROM %s."
          + WORDS
          + " WHERE scope = ? AND part = ? AND word = ? AND weight = ? AND entry = ?";
  private static final String COUNT = "SELECT count(*) AS found" + OF_WORD;
  private static final String HEAVIEST = "SELECT entry, weight" + OF_WORD;
  private static final String NEAREST =
      "SELECT entry, similarity_dot_product(embedding, ?) AS score FROM %s."
          + ENTRIES
          + " WHERE in_scope = ?";

  private final Cql cql;

  CassandraSearch(Cql cql) {
    this.cql = cql;
  }

  @Override
  public CompletionStage<Void> putAll(String scope, List<Entry> entries) {
    var keys = entries.stream().map(Entry::key).toList();
    return words(scope, keys)
        .thenCompose(before ->
            inTurn(byPart(entries, Entry::key), (part, some) -> put(scope, part, some, before)));
  }

  private CompletionStage<Void> put(
      String scope, int part, List<Entry> entries, Map<String, Map<String, Float>> before) {
    return cql.together(
        entries.stream()
            .flatMap(entry ->
                Stream.concat(
                    withoutWords(scope, part, entry.key(), outdated(before, entry)),
                    written(scope, part, entry)))
            .toList());
  }

  private Stream<CompletionStage<BoundStatement>> written(String scope, int part, Entry entry) {
    var words =
        entry.words().entrySet().stream()
            .map(word ->
                cql.bound(
                    PUT_WORD,
                    scope,
                    part,
                    word.getKey(),
                    word.getValue(),
                    entry.key(),
                    entry.group(),
                    entry.kind()));
    return Stream.concat(
        words,
        Stream.of(
            cql.bound(
                PUT,
                scope,
                part,
                entry.key(),
                scope,
                entry.group(),
                entry.kind(),
                entry.words(),
                vector(entry.vector()))));
  }

  /** Words that the entry had and has not with the same weight any more. */
  private static Map<String, Float> outdated(Map<String, Map<String, Float>> before, Entry entry) {
    var gone = new HashMap<>(before.getOrDefault(entry.key(), Map.of()));
    entry.words().forEach(gone::remove);
    return gone;
  }

  private Stream<CompletionStage<BoundStatement>> withoutWords(
      String scope, int part, String entry, Map<String, Float> words) {
    return words.entrySet().stream()
        .map(word -> cql.bound(DELETE_WORD, scope, part, word.getKey(), word.getValue(), entry));
  }

  @Override
  public CompletionStage<Void> delete(String scope, List<String> keys) {
    return words(scope, keys)
        .thenCompose(words ->
            inTurn(
                byPart(List.copyOf(words.entrySet()), Map.Entry::getKey),
                (part, some) -> delete(scope, part, some)));
  }

  private CompletionStage<Void> delete(
      String scope, int part, List<Map.Entry<String, Map<String, Float>>> entries) {
    return cql.together(
        entries.stream()
            .flatMap(entry ->
                Stream.concat(
                    withoutWords(scope, part, entry.getKey(), entry.getValue()),
                    Stream.of(cql.bound(DELETE, scope, part, entry.getKey()))))
            .toList());
  }

  @Override
  public CompletionStage<List<Hit>> nearest(Filter filter, float[] vector, int limit) {
    var asked = Math.min(limit, NEAREST_AT_MOST);
    var values = new ArrayList<Object>(List.of(vector(vector), filter.scope()));
    var statement = NEAREST + filtered(filter, values) + " ORDER BY embedding ANN OF ? LIMIT ?";
    values.add(vector(vector));
    values.add(asked);
    // Cassandra's similarity of unit vectors is (1 + their dot product) / 2.
    return cql.rowsOfOneCopy(
        asked,
        row -> new Hit(key(row), 2 * row.getFloat("score") - 1.0),
        statement,
        values.toArray());
  }

  @Override
  public CompletionStage<List<Hit>> heaviest(Filter filter, String word, int limit) {
    var values = new ArrayList<Object>(List.of(filter.scope(), ALL, word));
    var condition = filtered(filter, values);
    values.add(limit);
    return cql.rows(
            limit * PARTITIONS,
            row -> new Hit(key(row), row.getFloat("weight")),
            HEAVIEST
                + condition
                + " PER PARTITION LIMIT ?"
                + (condition.isEmpty() ? "" : " ALLOW FILTERING"),
            values.toArray())
        .thenApply(hits -> hits.stream().sorted(HEAVIEST_FIRST).limit(limit).toList());
  }

  private static final Comparator<Hit> HEAVIEST_FIRST =
      Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::key);

  private static String filtered(Filter filter, List<Object> values) {
    filter.group().ifPresent(values::add);
    filter.kind().ifPresent(values::add);
    return (filter.group().isPresent() ? " AND belongs_to = ?" : "")
        + (filter.kind().isPresent() ? " AND kind = ?" : "");
  }

  @Override
  public CompletionStage<Long> count(String scope, String word) {
    // One by one: over several partitions Cassandra warns of every single count.
    CompletionStage<Long> sum = CompletableFuture.completedStage(0L);
    for (var part : ALL) {
      var counted =
          cql.rows(1, row -> row.getLong("found"), COUNT, scope, List.of(part), word)
              .thenApply(List::getFirst);
      sum = sum.thenCombine(counted, Long::sum);
    }
    return sum;
  }

  @Override
  public CompletionStage<Map<String, Map<String, Float>>> words(String scope, List<String> keys) {
    CompletionStage<Map<String, Map<String, Float>>> all =
        CompletableFuture.completedStage(new HashMap<>());
    for (var part : byPart(keys, key -> key).entrySet()) {
      var asked = part.getValue();
      var answer =
          cql.rows(
              asked.size(),
              row -> Map.entry(key(row), weights(row)),
              WORDS_OF,
              scope,
              part.getKey(),
              asked);
      all =
          all.thenCombine(
              answer,
              (found, rows) -> {
                rows.forEach(row -> found.put(row.getKey(), row.getValue()));
                return found;
              });
    }
    return all;
  }

  private static <T> Map<Integer, List<T>> byPart(List<T> items, Function<T, String> key) {
    return items.stream()
        .collect(groupingBy(item -> Math.floorMod(key.apply(item).hashCode(), PARTITIONS)));
  }

  private static Map<String, Float> weights(Row row) {
    return Optional.ofNullable(row.getMap("words", String.class, Float.class)).orElse(Map.of());
  }

  private static String key(Row row) {
    return String.valueOf(row.getString("entry"));
  }

  private static CqlVector<Float> vector(float[] vector) {
    var parts = new ArrayList<Float>(vector.length);
    for (var part : vector) {
      parts.add(part);
    }
    return CqlVector.newInstance(parts);
  }

  /** Vectors that arrive at once are what Cassandra's index (5.0.9) takes badly. */
  private static <T> CompletionStage<Void> inTurn(
      Map<Integer, List<T>> parts, BiFunction<Integer, List<T>, CompletionStage<Void>> change) {
    CompletionStage<Void> done = CompletableFuture.completedStage(null);
    for (var part : parts.entrySet()) {
      done = done.thenCompose(_ -> change.apply(part.getKey(), part.getValue()));
    }
    return done;
  }
}
