package dev.troupe.agents.knowledge.local;

import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.SearchTable.Filter;
import dev.troupe.persistence.SearchTable.Hit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * BM25 over a store that only knows in which passages a word weighs most: of each word so many are
 * read, and the best by what was read are then counted with all their words.
 */
final class StoreKeywords {
  /** A longer question is looked for by its first words. */
  private static final int WORDS_AT_MOST = 64;

  private final SearchTable table;
  private final List<Filter> filters;
  private final int postingsPerWord;

  /**
   * @param filters of one scope; a passage fits no more than one of them
   */
  StoreKeywords(SearchTable table, List<Filter> filters, int postingsPerWord) {
    this.table = table;
    this.filters = filters;
    this.postingsPerWord = postingsPerWord;
  }

  /**
   * @param words how often each stands in the question
   * @param having how many passages have a word
   * @param passages how many there are
   */
  Stream<Scored> best(
      Map<String, Integer> words, ToLongFunction<String> having, long passages, int limit) {
    Map<String, List<CompletionStage<List<Hit>>>> asked = new LinkedHashMap<>();
    words.keySet().stream().limit(WORDS_AT_MOST).forEach(word -> asked.put(word, heaviest(word)));
    Map<String, Double> worth = new HashMap<>();
    Map<String, Double> scores = new HashMap<>();
    boolean whole = true;
    for (var answers : asked.entrySet()) {
      String word = answers.getKey();
      List<List<Hit>> hits = answers.getValue().stream().map(StoreKeywords::await).toList();
      if (hits.stream().allMatch(List::isEmpty)) {
        continue;
      }
      double each = words.getOrDefault(word, 1) * Words.rarity(having.applyAsLong(word), passages);
      worth.put(word, each);
      for (List<Hit> some : hits) {
        whole &= some.size() < postingsPerWord;
        some.forEach(hit -> scores.merge(hit.key(), each * hit.score(), Double::sum));
      }
    }
    Stream<Scored> read =
        scores.entrySet().stream().map(one -> new Scored(one.getKey(), one.getValue()));
    return whole ? read : counted(Scored.best(read, 2 * limit), worth);
  }

  private List<CompletionStage<List<Hit>>> heaviest(String word) {
    return filters.stream().map(filter -> table.heaviest(filter, word, postingsPerWord)).toList();
  }

  private Stream<Scored> counted(List<Scored> candidates, Map<String, Double> worth) {
    String scope = filters.getFirst().scope();
    return await(table.words(scope, candidates.stream().map(Scored::id).toList()))
        .entrySet()
        .stream()
        .map(passage -> new Scored(passage.getKey(), score(passage.getValue(), worth)));
  }

  private static double score(Map<String, Float> weights, Map<String, Double> worth) {
    return worth.entrySet().stream()
        .mapToDouble(word -> word.getValue() * weights.getOrDefault(word.getKey(), 0f))
        .sum();
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
