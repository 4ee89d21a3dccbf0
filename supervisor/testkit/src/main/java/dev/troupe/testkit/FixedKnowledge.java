package dev.troupe.testkit;

import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.knowledge.Passage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Passages that a test wrote down: every search finds them all, in that order. */
final class FixedKnowledge implements KnowledgeBase {
  private final List<Passage> passages;

  FixedKnowledge(List<Passage> passages) {
    this.passages = List.copyOf(passages);
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Path source,
      boolean prune,
      Consumer<AddProgress> progress) {
    throw new UnsupportedOperationException("a rehearsal's passages are given to its builder");
  }

  @Override
  public List<Found> search(String tenant, List<String> collections, String query, int limit) {
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
    return List.of(new CollectionSummary("rehearsal", 1, passages.size()));
  }
}
