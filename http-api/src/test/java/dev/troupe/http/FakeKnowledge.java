package dev.troupe.http;

import dev.troupe.agents.knowledge.Documents;
import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.agents.knowledge.Passage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One collection of one passage; every file is a document, one of them broken. */
public final class FakeKnowledge implements KnowledgeLibrary {
  final List<SearchRequest> searches = new CopyOnWriteArrayList<>();

  @Override
  public List<Found> search(SearchRequest request) {
    searches.add(request);
    var passage =
        new Passage(
            "p1", "notes", "a.md", null, 0, Passage.Kind.PROSE, "so it is", List.of(), null);
    return List.of(new Found(passage, 0.5, 1, null));
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Path source,
      boolean prune,
      Consumer<AddProgress> progress) {
    if (!Files.exists(source)) {
      throw new IllegalArgumentException("there is nothing at " + source);
    }
    progress.accept(new AddProgress(0, 2, "a.md", 64, 100));
    progress.accept(new AddProgress(1, 2, "a.md"));
    progress.accept(new AddProgress(2, 2, "b.md"));
    return new AddReport(
        1, 0, 0, prune ? 1 : 0, prune ? 0 : 1, 3, List.of(new Broken("b.md", "holds no text")));
  }

  @Override
  public AddReport add(
      String tenant,
      String collection,
      Documents documents,
      boolean prune,
      Consumer<AddProgress> progress) {
    throw new AssertionError("not asked for at the edge");
  }

  @Override
  public List<Passage> passages(String tenant, List<String> ids) {
    return List.of();
  }

  @Override
  public List<CollectionSummary> collections(String tenant) {
    return List.of(new CollectionSummary("notes", 2, 3));
  }
}
