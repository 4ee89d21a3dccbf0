package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.persistence.SearchTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What holds of a replica holds where the store searches. */
class StoreSearchTest extends LocalKnowledgeBaseTest {
  static final SearchIn IN_STORE = new SearchIn(SearchIn.Place.STORE, Map.of());

  SearchTable searched(InMemoryTables stored) {
    return stored.searchTable();
  }

  @Override
  LocalKnowledgeBase open(
      InMemoryTables stored,
      Optional<Path> index,
      Embedder computing,
      KnowledgeSettings settings,
      Optional<Duration> recheck) {
    return LocalKnowledgeBase.open(
        stored::table,
        Optional.of(searched(stored)),
        index,
        computing,
        settings.searchedIn(IN_STORE),
        recheck);
  }
}
