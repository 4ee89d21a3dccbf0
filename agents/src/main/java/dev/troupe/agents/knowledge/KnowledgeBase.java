package dev.troupe.agents.knowledge;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collections of documents cut into passages, searched by vector and keyword. Calls block: make
 * them on virtual threads, never on a dispatcher. Every call names its tenant; nothing crosses
 * tenants.
 */
public interface KnowledgeBase {

  /**
   * A passage found, best first.
   *
   * @param score comparable within one answer only
   * @param keywordRank its place, counted from 1, among what the keywords found; null if not there
   * @param vectorRank its place, counted from 1, among what the vector found; null if not there
   */
  record Found(
      Passage passage, double score, @Nullable Integer keywordRank, @Nullable Integer vectorRank) {
    public Found(Passage passage, double score) {
      this(passage, score, null, null);
    }
  }

  record CollectionSummary(String name, int documents, int passages) {}

  /**
   * What could not be read, and why: the document's name and one phrase for the user.
   *
   * @param files how many files it stands for
   */
  record Broken(String document, String reason, int files) {
    public Broken(String document, String reason) {
      this(document, reason, 1);
    }
  }

  /**
   * What {@link #add} did.
   *
   * @param missing documents that the collection keeps although they are gone; {@code prune}
   *     removes them
   * @param passages the whole collection's afterwards
   */
  record AddReport(
      int added,
      int changed,
      int unchanged,
      int removed,
      int missing,
      int passages,
      List<Broken> broken) {}

  /**
   * Progress of {@link #add}.
   *
   * @param done documents of all that are done
   * @param document the one that is now done, or at hand
   * @param embedded how many of the document's passages have vectors, where it is still at hand;
   *     else 0
   * @param passages how many it has, where it is still at hand; else 0
   */
  record AddProgress(int done, int total, String document, int embedded, int passages) {
    public AddProgress(int done, int total, String document) {
      this(done, total, document, 0, 0);
    }

    public boolean isDone() {
      return passages == 0;
    }
  }

  /**
   * Brings a collection in line with a file or folder: new and changed documents are embedded,
   * unchanged ones are not, and with {@code prune} those that are gone are removed. What is
   * reported added is durable.
   *
   * @throws IllegalArgumentException if there is nothing at {@code source}, or the collection's
   *     name is none; the message says what to do
   */
  AddReport add(
      String tenant, String collection, Path source, boolean prune, Consumer<AddProgress> progress);

  /** Hybrid search by reciprocal rank fusion, only within the given collections. */
  List<Found> search(String tenant, List<String> collections, String query, int limit);

  /** Passages by id, in the given order; unknown ids are left out. */
  List<Passage> passages(String tenant, List<String> ids);

  List<CollectionSummary> collections(String tenant);
}
