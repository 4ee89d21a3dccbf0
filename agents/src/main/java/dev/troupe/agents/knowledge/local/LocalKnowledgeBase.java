package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Documents;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knowledge on one machine: tables hold the truth, an index beside them answers searches. One of
 * this machine's own is brought in line with them when a collection is first used, and whenever
 * other machines have changed it; the store's own by who adds.
 */
public final class LocalKnowledgeBase implements KnowledgeLibrary, AutoCloseable {
  private final PassageStore store;
  private final Indexes indexes;
  private final Embedder embedder;
  private final KnowledgeSettings settings;

  /** By scope: who adds to one collection does not keep others from theirs. */
  private final Map<String, ReentrantLock> writing = new ConcurrentHashMap<>();

  private final InLine inLine;

  private LocalKnowledgeBase(
      Function<String, Table> tables,
      Indexes indexes,
      Embedder embedder,
      KnowledgeSettings settings,
      Optional<Duration> recheck) {
    this.store = new PassageStore(tables);
    this.indexes = indexes;
    this.embedder = embedder;
    this.settings = settings;
    this.inLine = new InLine(recheck);
  }

  /**
   * Opens what the tables hold; nothing is embedded.
   *
   * @param tables a store's tables by name
   * @param indexFolder where the index is kept between starts; empty to build it in memory
   * @param embedder computes; vectors of passages are kept with them, so it needs no cache
   */
  public static LocalKnowledgeBase open(
      Function<String, Table> tables,
      Optional<Path> indexFolder,
      Embedder embedder,
      KnowledgeSettings settings) {
    return open(tables, indexFolder, embedder, settings, Optional.empty());
  }

  /**
   * The same over tables that other processes write too: what they add is found here once it is
   * older than {@code recheck}.
   */
  public static LocalKnowledgeBase open(
      Function<String, Table> tables,
      Optional<Path> indexFolder,
      Embedder embedder,
      KnowledgeSettings settings,
      Optional<Duration> recheck) {
    return open(tables, Optional.empty(), indexFolder, embedder, settings, recheck);
  }

  /**
   * The same where the store itself can search.
   *
   * @throws IllegalArgumentException if the settings want it to, and it cannot
   */
  public static LocalKnowledgeBase open(
      Function<String, Table> tables,
      Optional<SearchTable> searched,
      Optional<Path> indexFolder,
      Embedder embedder,
      KnowledgeSettings settings,
      Optional<Duration> recheck) {
    return new LocalKnowledgeBase(
        tables, Indexes.open(tables, searched, indexFolder, settings), embedder, settings, recheck);
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Path source,
      boolean prune,
      Consumer<AddProgress> progress) {
    Documents documents = FolderDocuments.at(source, settings.maxDocumentBytes());
    return add(tenant, collection, documents, prune, progress);
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Documents documents,
      boolean prune,
      Consumer<AddProgress> progress) {
    CollectionName.check(collection);
    String scope = Within.scope(tenant, collection);
    var writing = writing(scope);
    writing.lock();
    try {
      bringInLine(tenant, collection);
      PassageIndex index = indexes.toChange(tenant, collection);
      return new Addition(store, index, embedder, settings, tenant, collection, progress)
          .add(documents, prune);
    } catch (RuntimeException failure) {
      // The index may have what the tables have not.
      inLine.forget(scope);
      throw failure;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public List<Found> search(SearchRequest request) {
    if (request.collections().isEmpty() || request.limit() < 1 || request.text().isBlank()) {
      return List.of();
    }
    request.collections().forEach(collection -> bringInLine(request.tenant(), collection));
    int candidates = Math.max(settings.candidates(), request.limit());
    List<RankFusion.Fused> fused =
        RankFusion.fuse(
            byKeyword(request, candidates),
            byVector(request, candidates),
            settings.fusionConstant());
    int limit = Math.min(request.limit(), fused.size());
    return withPassages(request.tenant(), fused.subList(0, limit));
  }

  private List<String> byKeyword(SearchRequest request, int candidates) {
    return request.mode() == Mode.VECTOR
        ? List.of()
        : indexes.best(
            request,
            candidates,
            (index, within) -> index.byKeyword(within, request.text(), candidates));
  }

  private List<String> byVector(SearchRequest request, int candidates) {
    if (request.mode() == Mode.KEYWORD) {
      return List.of();
    }
    float[] vector = embedder.embedQuery(request.text());
    return indexes.best(
        request, candidates, (index, within) -> index.byVector(within, vector, candidates));
  }

  private List<Found> withPassages(String tenant, List<RankFusion.Fused> fused) {
    Map<String, Passage> passages = new HashMap<>();
    List<String> ids = fused.stream().map(RankFusion.Fused::id).toList();
    store.passages(tenant, ids).forEach(passage -> passages.put(passage.id(), passage));
    return fused.stream().flatMap(found -> found(found, passages.get(found.id()))).toList();
  }

  private static Stream<Found> found(RankFusion.Fused fused, @Nullable Passage passage) {
    return passage == null
        ? Stream.empty()
        : Stream.of(new Found(passage, fused.score(), fused.keywordRank(), fused.vectorRank()));
  }

  @Override
  public List<Passage> passages(String tenant, List<String> ids) {
    return store.passages(tenant, ids);
  }

  @Override
  public List<CollectionSummary> collections(String tenant) {
    return store.collections(tenant).stream()
        .map(name -> summary(name, store.documents(tenant, name)))
        .sorted(Comparator.comparing(CollectionSummary::name))
        .toList();
  }

  private static CollectionSummary summary(String name, Map<String, StoredDocument> documents) {
    int passages = documents.values().stream().mapToInt(one -> one.passages().size()).sum();
    return new CollectionSummary(name, documents.size(), passages);
  }

  private ReentrantLock writing(String scope) {
    return writing.computeIfAbsent(scope, _ -> new ReentrantLock());
  }

  /**
   * When a collection is first used, for the index may have lost its last changes, or everything;
   * and again when another process has changed it.
   */
  private void bringInLine(String tenant, String collection) {
    String scope = Within.scope(tenant, collection);
    if (inLine.isFresh(scope)) {
      return;
    }
    var writing = writing(scope);
    if (!inLine.isKnown(scope)) {
      writing.lock();
    } else if (!writing.tryLock()) {
      // Somebody adds documents, for as long as it takes; a search makes do with what is there.
      return;
    }
    try {
      if (!inLine.isFresh(scope)) {
        String mark = store.markOf(tenant, collection);
        if (!inLine.isAt(scope, mark)) {
          indexes.bringInLine(store, tenant, collection);
        }
        inLine.at(scope, mark);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    indexes.close();
  }
}
