package dev.troupe.agents.agent;

import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.StoreFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A knowledge base that finds the same few passages whatever it is asked. */
final class MemoryKnowledge implements KnowledgeBase {
  final AtomicInteger searches = new AtomicInteger();

  /** So many of the next searches find the store away. */
  final AtomicInteger failing = new AtomicInteger();

  private final List<Passage> passages;

  MemoryKnowledge(Passage... passages) {
    this.passages = List.of(passages);
  }

  static Passage passage(String id, String text) {
    return new Passage(
        id, "default", id + ".md", "Heading", 0, Passage.Kind.PROSE, text, List.of(text), null);
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Path source,
      boolean prune,
      Consumer<AddProgress> progress) {
    throw new UnsupportedOperationException("agents do not add documents");
  }

  @Override
  public List<Found> search(String tenant, List<String> collections, String query, int limit) {
    searches.incrementAndGet();
    if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreFailure.Unavailable("there", "no node was there", null);
    }
    return passages.stream().limit(limit).map(passage -> new Found(passage, 1)).toList();
  }

  @Override
  public List<Passage> passages(String tenant, List<String> ids) {
    return ids.stream()
        .flatMap(id -> passages.stream().filter(passage -> passage.id().equals(id)))
        .toList();
  }

  @Override
  public List<CollectionSummary> collections(String tenant) {
    return List.of();
  }
}
