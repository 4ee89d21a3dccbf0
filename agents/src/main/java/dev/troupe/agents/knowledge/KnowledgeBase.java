package dev.troupe.agents.knowledge;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collections of documents cut into passages, searched by vector and keyword. Calls block: make
 * them on virtual threads, never on a dispatcher. Every call names its tenant; nothing crosses
 * tenants.
 */
public interface KnowledgeBase {

  /** A passage found, best first; {@code score} is comparable within one answer only. */
  record Found(Passage passage, double score) {}

  record CollectionSummary(String name, int documents, int passages) {}

  /** A file that could not be read, and why: one sentence for the user. */
  record Broken(String document, String reason) {}

  record AddReport(int added, int unchanged, int removed, int passages, List<Broken> broken) {}

  /** Progress of {@link #add}: documents done of all, and the one at hand. */
  record AddProgress(int done, int total, String document) {}

  /**
   * Brings a collection in line with a file or folder: new and changed documents are embedded,
   * unchanged ones are not, and with {@code prune} those that are gone are removed. What is
   * reported added is durable.
   */
  AddReport add(
      String tenant, String collection, Path source, boolean prune, Consumer<AddProgress> progress);

  /** Hybrid search by reciprocal rank fusion, only within the given collections. */
  List<Found> search(String tenant, List<String> collections, String query, int limit);

  /** Passages by id, in the given order; unknown ids are left out. */
  List<Passage> passages(String tenant, List<String> ids);

  List<CollectionSummary> collections(String tenant);
}
