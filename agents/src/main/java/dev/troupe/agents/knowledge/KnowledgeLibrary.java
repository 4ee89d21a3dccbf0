package dev.troupe.agents.knowledge;

import java.util.List;
import java.util.function.Consumer;

/** A knowledge base for those who look after its collections; agents need no more than the base. */
public interface KnowledgeLibrary extends KnowledgeBase {

  /** Which of the two rankings are asked; {@code HYBRID} fuses both by reciprocal rank. */
  enum Mode {
    HYBRID,
    VECTOR,
    KEYWORD
  }

  /**
   * What to look for and where.
   *
   * @param collections only these are searched; none finds nothing
   * @param documents only these documents of the collections; empty for all of them
   * @param kinds only passages of these kinds; empty for all of them
   */
  record SearchRequest(
      String tenant,
      List<String> collections,
      String text,
      int limit,
      Mode mode,
      List<String> documents,
      List<Passage.Kind> kinds) {}

  List<Found> search(SearchRequest request);

  /** As {@link #add(String, String, java.nio.file.Path, boolean, Consumer)}, without a folder. */
  AddReport add(
      String tenant,
      String collection,
      Documents documents,
      boolean prune,
      Consumer<AddProgress> progress);

  @Override
  default List<Found> search(String tenant, List<String> collections, String query, int limit) {
    return search(
        new SearchRequest(tenant, collections, query, limit, Mode.HYBRID, List.of(), List.of()));
  }
}
