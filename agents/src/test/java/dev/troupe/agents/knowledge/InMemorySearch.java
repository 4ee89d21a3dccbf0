package dev.troupe.agents.knowledge;

import dev.troupe.persistence.SearchTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a store that searches finds, by looking at every entry. */
final class InMemorySearch implements SearchTable {
  private final Map<String, Map<String, Entry>> scopes = new ConcurrentHashMap<>();
  private final Function<Runnable, CompletionStage<Void>> writing;

  /**
   * @param writing makes a change, or fails and does not
   */
  InMemorySearch(Function<Runnable, CompletionStage<Void>> writing) {
    this.writing = writing;
  }

  private Map<String, Entry> in(String scope) {
    return scopes.computeIfAbsent(scope, _ -> new ConcurrentHashMap<>());
  }

  @Override
  public CompletionStage<Void> putAll(String scope, List<Entry> entries) {
    return writing.apply(() -> entries.forEach(entry -> in(scope).put(entry.key(), entry)));
  }

  @Override
  public CompletionStage<Void> delete(String scope, List<String> keys) {
    return writing.apply(() -> keys.forEach(in(scope)::remove));
  }

  @Override
  public CompletionStage<List<Hit>> nearest(Filter filter, float[] vector, int limit) {
    return best(filtered(filter), entry -> dotProduct(entry.vector(), vector), limit);
  }

  @Override
  public CompletionStage<List<Hit>> heaviest(Filter filter, String word, int limit) {
    return best(
        filtered(filter).filter(entry -> entry.words().containsKey(word)),
        entry -> entry.words().getOrDefault(word, 0f),
        limit);
  }

  private Stream<Entry> filtered(Filter filter) {
    return in(filter.scope()).values().stream()
        .filter(entry -> filter.group().stream().allMatch(entry.group()::equals))
        .filter(entry -> filter.kind().stream().allMatch(entry.kind()::equals));
  }

  private static CompletionStage<List<Hit>> best(
      Stream<Entry> entries, ToDoubleFunction<Entry> score, int limit) {
    return CompletableFuture.completedStage(
        entries
            .map(entry -> new Hit(entry.key(), score.applyAsDouble(entry)))
            .sorted(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::key))
            .limit(limit)
            .toList());
  }

  private static double dotProduct(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  @Override
  public CompletionStage<Long> count(String scope, String word) {
    return CompletableFuture.completedStage(
        in(scope).values().stream().filter(entry -> entry.words().containsKey(word)).count());
  }

  @Override
  public CompletionStage<Map<String, Map<String, Float>>> words(String scope, List<String> keys) {
    Map<String, Map<String, Float>> found = new HashMap<>();
    keys.stream()
        .map(in(scope)::get)
        .filter(Objects::nonNull)
        .forEach(entry -> found.put(entry.key(), entry.words()));
    return CompletableFuture.completedStage(found);
  }
}
