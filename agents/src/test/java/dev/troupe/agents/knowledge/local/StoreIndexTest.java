package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.agents.knowledge.KnowledgeLibrary.Mode;
import dev.troupe.agents.knowledge.KnowledgeLibrary.SearchRequest;
import dev.troupe.agents.knowledge.WordEmbedder;
import dev.troupe.agents.knowledge.local.SearchIn.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the store searches, beside a replica and after one. */
class StoreIndexTest {
  private static final SearchIn IN_REPLICA = new SearchIn(Place.REPLICA, Map.of());
  private static final SearchIn NOTES_IN_STORE =
      new SearchIn(Place.REPLICA, Map.of("notes", Place.STORE));

  @TempDir Path folder;
  private final InMemoryTables tables = new InMemoryTables();
  private final WordEmbedder embedder = new WordEmbedder();

  @BeforeEach
  void writeDocuments() {
    write("cats.md", "A cat sleeps.\n");
    write("dogs.md", "A dog barks.\n");
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private LocalKnowledgeBase open(SearchIn searchIn, int postingsPerWord) {
    KnowledgeSettings usual = LocalKnowledgeBaseTest.SETTINGS;
    var settings =
        new KnowledgeSettings(
            usual.maxDocumentBytes(),
            usual.maxPassagesPerDocument(),
            1,
            10,
            usual.candidates(),
            usual.fusionConstant(),
            usual.exactUpToPassages(),
            Duration.ZERO,
            searchIn,
            postingsPerWord);
    return LocalKnowledgeBase.open(
        tables::table,
        Optional.of(tables.searchTable()),
        Optional.empty(),
        embedder,
        settings,
        Optional.of(Duration.ZERO));
  }

  private static List<String> found(LocalKnowledgeBase base, String text, Mode mode) {
    return base
        .search(
            new SearchRequest(
                "default", List.of("notes", "more"), text, 9, mode, List.of(), List.of()))
        .stream()
        .map(found -> found.passage().document())
        .toList();
  }

  @Test
  void an_addition_waits_for_a_store_that_is_busy() {
    tables.busyFor(2);
    try (var base = open(NOTES_IN_STORE, 100)) {
      base.add("default", "notes", folder, true, _ -> {});

      assertThat(found(base, "cat", Mode.KEYWORD)).containsExactly("cats.md");
    }
  }

  @Test
  void what_was_added_before_the_store_was_to_search_is_indexed_without_embedding() {
    try (var base = open(IN_REPLICA, 100)) {
      base.add("default", "notes", folder, true, _ -> {});
    }
    int before = embedder.computed();
    try (var base = open(NOTES_IN_STORE, 100)) {
      assertThat(found(base, "cat", Mode.KEYWORD)).containsExactly("cats.md");
      assertThat(embedder.computed()).isEqualTo(before);
    }
  }

  @Test
  void what_was_changed_while_the_replica_searched_is_indexed_when_the_store_is_to_again()
      throws IOException {
    try (var base = open(NOTES_IN_STORE, 100)) {
      base.add("default", "notes", folder, true, _ -> {});
    }
    Files.delete(folder.resolve("cats.md"));
    write("dogs.md", "A dog runs.\n");
    try (var base = open(IN_REPLICA, 100)) {
      base.add("default", "notes", folder, true, _ -> {});
    }
    try (var base = open(NOTES_IN_STORE, 100)) {
      assertThat(found(base, "cat barks", Mode.KEYWORD)).isEmpty();
      assertThat(found(base, "run", Mode.KEYWORD)).containsExactly("dogs.md");
    }
  }

  @Test
  void one_search_asks_both() {
    try (var base = open(NOTES_IN_STORE, 100)) {
      base.add("default", "notes", folder.resolve("cats.md"), true, _ -> {});
      base.add("default", "more", folder.resolve("dogs.md"), true, _ -> {});
      for (Mode mode : Mode.values()) {
        assertThat(found(base, "cat dog", mode)).containsExactlyInAnyOrder("cats.md", "dogs.md");
      }
    }
  }

  @Test
  void an_addition_that_broke_off_leaves_nothing_behind_once_documents_are_added_again() {
    for (int writes = 1; writes < 14; writes++) {
      var collection = "notes";
      tables.recover();
      try (var base = open(NOTES_IN_STORE, 100)) {
        write("cats.md", "A cat sleeps.\n");
        base.add("default", collection, folder, true, _ -> {});
        write("cats.md", "A tiger number %d swims.\n".formatted(writes));
        tables.failAfterWrites(writes);
        try {
          base.add("default", collection, folder, true, _ -> {});
        } catch (RuntimeException full) {
          assertThat(full).hasRootCauseMessage("the disk is full");
        }
        tables.recover();
        write("cats.md", "A cat sleeps.\n");
        base.add("default", collection, folder, true, _ -> {});

        assertThat(found(base, "tiger swims", Mode.KEYWORD)).as(writes + " writes").isEmpty();
        assertThat(found(base, "cat", Mode.KEYWORD)).containsExactly("cats.md");
      }
    }
  }

  @Test
  void a_passage_that_one_word_was_not_read_far_enough_for_still_counts_with_it() {
    var text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      text.append("# Part %d\n\nCat cat cat.\n\n".formatted(i));
    }
    text.append("# Other\n\nA dog sees a horse.\n\n");
    text.append("# Last\n\nA cat sees a dog and neither of them is tired of it.\n");
    write("many.md", text.toString());
    try (var all = open(NOTES_IN_STORE, 100);
        var few = open(NOTES_IN_STORE, 4)) {
      all.add("default", "notes", folder.resolve("many.md"), true, _ -> {});
      var request =
          new SearchRequest(
              "default", List.of("notes"), "cat dog", 1, Mode.KEYWORD, List.of(), List.of());

      assertThat(all.search(request).getFirst().passage().heading()).isEqualTo("Last");
      assertThat(few.search(request)).isEqualTo(all.search(request));
    }
  }
}
