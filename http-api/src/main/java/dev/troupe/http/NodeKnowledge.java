package dev.troupe.http;

import com.typesafe.config.Config;
import dev.troupe.agents.knowledge.Documents;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.knowledge.embedding.BgeSmallEmbedder;
import dev.troupe.agents.knowledge.embedding.CachedEmbedder;
import dev.troupe.agents.knowledge.local.BuiltInKnowledge;
import dev.troupe.agents.knowledge.local.KnowledgeSettings;
import dev.troupe.agents.knowledge.local.LocalKnowledgeBase;
import dev.troupe.persistence.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's knowledge, opened when it is asked first, so that a server is ready before; a task that
 * names no collection searches the documents that come with the program.
 */
final class NodeKnowledge implements KnowledgeLibrary, AutoCloseable {
  private final Store store;
  private final Optional<Path> indexFolder;
  private final KnowledgeSettings settings;
  private final BgeSmallEmbedder computing;
  private final ReentrantLock opening = new ReentrantLock();
  private final Set<String> tenantsWithBuiltIn = ConcurrentHashMap.newKeySet();
  private volatile @Nullable LocalKnowledgeBase opened;

  NodeKnowledge(Store store, Config config) {
    this.store = store;
    this.settings = KnowledgeSettings.of(config);
    settings.searchIn().require(store.searchTable());
    this.computing = new BgeSmallEmbedder(settings.embeddingThreads());
    String directory = config.getString("troupe.store.directory");
    this.indexFolder =
        directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory).resolve("index"));
  }

  /**
   * For sentences of drafts and questions, which are met again; passages keep their own vectors.
   */
  Embedder sentenceEmbedder() {
    return new CachedEmbedder(
        computing, store.table(CachedEmbedder.TABLE), settings.embeddingsInMemory());
  }

  private LocalKnowledgeBase base() {
    LocalKnowledgeBase present = opened;
    if (present != null) {
      return present;
    }
    opening.lock();
    try {
      LocalKnowledgeBase other = opened;
      if (other == null) {
        Optional<Duration> recheck =
            store.isShared() ? Optional.of(settings.recheckInterval()) : Optional.empty();
        other =
            LocalKnowledgeBase.open(
                store::table, store.searchTable(), indexFolder, computing, settings, recheck);
        opened = other;
      }
      return other;
    } finally {
      opening.unlock();
    }
  }

  /** Once in a process: only another version of the program brings other documents. */
  private void bringBuiltIn(String tenant) {
    if (tenantsWithBuiltIn.contains(tenant)) {
      return;
    }
    BuiltInKnowledge.addTo(base(), tenant, _ -> {});
    tenantsWithBuiltIn.add(tenant);
  }

  @Override
  public List<Found> search(SearchRequest request) {
    List<String> collections =
        request.collections().isEmpty()
            ? List.of(BuiltInKnowledge.COLLECTION)
            : request.collections();
    if (collections.contains(BuiltInKnowledge.COLLECTION)) {
      bringBuiltIn(request.tenant());
    }
    return base()
        .search(
            new SearchRequest(
                request.tenant(),
                collections,
                request.text(),
                request.limit(),
                request.mode(),
                request.documents(),
                request.kinds()));
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Path source,
      boolean prune,
      Consumer<AddProgress> progress) {
    return base().add(tenant, collection, source, prune, progress);
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Documents documents,
      boolean prune,
      Consumer<AddProgress> progress) {
    AddReport report = base().add(tenant, collection, documents, prune, progress);
    if (collection.equals(BuiltInKnowledge.COLLECTION)) {
      tenantsWithBuiltIn.add(tenant);
    }
    return report;
  }

  @Override
  public List<Passage> passages(String tenant, List<String> ids) {
    return base().passages(tenant, ids);
  }

  @Override
  public List<CollectionSummary> collections(String tenant) {
    return base().collections(tenant);
  }

  @Override
  public void close() {
    LocalKnowledgeBase present = opened;
    if (present != null) {
      present.close();
    }
    computing.close();
  }
}
