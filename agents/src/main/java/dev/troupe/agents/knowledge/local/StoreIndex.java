package dev.troupe.agents.knowledge.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.Patience;
import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.SearchTable.Entry;
import dev.troupe.persistence.SearchTable.Filter;
import dev.troupe.persistence.SearchTable.Hit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The one index that all nodes share: the store's own. A document's row among the indexed ones is
 * written before its passages are, so that what a write has left that broke off is known and goes.
 */
final class StoreIndex implements PassageIndex {
  private static final int ENTRIES_PER_WRITE = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int WORDS_KNOWN = 10_000;

  /** Of a document whose passages are being written. */
  private static final String UNDER_WAY = "";

  private final SearchTable table;
  private final IndexedInStore indexed;
  private final int postingsPerWord;

  private record Counted(String scope, String word, long passages) {}

  /** How many passages have a word; what was counted when a scope had as many passages as now. */
  private final Cache<Counted, Long> counts =
      Caffeine.newBuilder().maximumSize(WORDS_KNOWN).build();

  StoreIndex(SearchTable table, IndexedInStore indexed, int postingsPerWord) {
    this.table = table;
    this.indexed = indexed;
    this.postingsPerWord = postingsPerWord;
  }

  /** Whether every document that a scope had when this was looked at first has been indexed. */
  boolean isBuilt(String scope) {
    return indexed.passages(scope).isPresent();
  }

  /** Documents have changed that this index was not told of. */
  void outdate(String scope) {
    indexed.outdate(scope);
  }

  @Override
  public void replace(String scope, StoredDocument document, List<EmbeddedPassage> passages) {
    Optional<StoredDocument> before = indexed.document(scope, document.name());
    Set<String> there = before.map(one -> Set.copyOf(one.passages())).orElse(Set.of());
    Set<String> both = new HashSet<>(there);
    both.addAll(document.passages());
    indexed.put(scope, new StoredDocument(document.name(), UNDER_WAY, List.copyOf(both)));
    // An id is a hash of what is indexed: what is surely there need not be written again.
    boolean whole = before.filter(one -> !one.fingerprint().equals(UNDER_WAY)).isPresent();
    inParts(
        passages.stream()
            .filter(one -> !whole || !there.contains(one.passage().id()))
            .map(StoreIndex::entry)
            .toList(),
        entries -> table.putAll(scope, entries));
    both.removeAll(Set.copyOf(document.passages()));
    inParts(List.copyOf(both), keys -> table.delete(scope, keys));
    indexed.put(scope, document);
  }

  private static Entry entry(EmbeddedPassage embedded) {
    Passage passage = embedded.passage();
    return new Entry(
        passage.id(),
        passage.document(),
        passage.kind().name(),
        Words.weights(EmbeddedPassage.textToEmbed(passage)),
        embedded.vector());
  }

  @Override
  public void remove(String scope, String name) {
    indexed
        .document(scope, name)
        .ifPresent(document -> {
          inParts(document.passages(), keys -> table.delete(scope, keys));
          indexed.remove(scope, name);
        });
  }

  @FunctionalInterface
  private interface Change<T> {
    CompletionStage<Void> of(List<T> some);
  }

  /** Cassandra is busy for seconds while it writes many vectors to its disk. */
  private static <T> void inParts(List<T> all, Change<T> change) {
    var clock = InstantSource.system();
    var patience = new Patience(clock);
    for (int from = 0; from < all.size(); from += ENTRIES_PER_WRITE) {
      List<T> some = all.subList(from, Math.min(from + ENTRIES_PER_WRITE, all.size()));
      await(patience.until(clock.instant().plus(PATIENCE), () -> change.of(some)));
    }
  }

  @Override
  public void commit(String scope) {
    indexed.count(scope);
  }

  @Override
  public Map<String, String> documents(String scope) {
    return indexed.fingerprints(scope);
  }

  @Override
  public List<Scored> byKeyword(Within within, String text, int limit) {
    Map<String, Integer> words = Words.counts(text);
    return Scored.best(
        within.scopes().stream()
            .flatMap(scope -> {
              long passages = indexed.passages(scope).orElse(0L);
              var search = new StoreKeywords(table, filters(within, scope), postingsPerWord);
              return search.best(
                  words, word -> counted(new Counted(scope, word, passages)), passages, limit);
            }),
        limit);
  }

  private long counted(Counted word) {
    return counts.get(word, _ -> await(table.count(word.scope(), word.word())));
  }

  @Override
  public List<Scored> byVector(Within within, float[] vector, int limit) {
    List<CompletionStage<List<Hit>>> asked =
        within.scopes().stream()
            .flatMap(scope -> filters(within, scope).stream())
            .map(filter -> table.nearest(filter, vector, limit))
            .toList();
    return Scored.best(
        asked.stream()
            .flatMap(hits -> await(hits).stream())
            .map(hit -> new Scored(hit.key(), hit.score())),
        limit);
  }

  /** The store filters by one document and one kind at a time. */
  private static List<Filter> filters(Within within, String scope) {
    List<Filter> filters = new ArrayList<>();
    for (Optional<String> document : orAny(within.documents().stream())) {
      for (Optional<String> kind : orAny(within.kinds().stream().map(Enum::name))) {
        filters.add(new Filter(scope, document, kind));
      }
    }
    return filters;
  }

  private static List<Optional<String>> orAny(Stream<String> names) {
    List<Optional<String>> named = names.distinct().map(Optional::of).toList();
    return named.isEmpty() ? List.of(Optional.empty()) : named;
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Override
  public void close() {}
}
