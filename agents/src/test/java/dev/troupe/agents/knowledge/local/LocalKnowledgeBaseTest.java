package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.agents.knowledge.KnowledgeBase.AddProgress;
import dev.troupe.agents.knowledge.KnowledgeBase.AddReport;
import dev.troupe.agents.knowledge.KnowledgeBase.Found;
import dev.troupe.agents.knowledge.KnowledgeLibrary.Mode;
import dev.troupe.agents.knowledge.KnowledgeLibrary.SearchRequest;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.knowledge.WordEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKnowledgeBaseTest {
  static final KnowledgeSettings SETTINGS =
      KnowledgeSettings.of(ConfigFactory.parseResources("troupe-knowledge.conf").resolve());

  @TempDir Path folder;
  private final InMemoryTables tables = new InMemoryTables();
  private final WordEmbedder embedder = new WordEmbedder();

  /** Where it searches is no matter of these tests. */
  LocalKnowledgeBase open(
      InMemoryTables stored,
      Optional<Path> index,
      Embedder computing,
      KnowledgeSettings settings,
      Optional<Duration> recheck) {
    return LocalKnowledgeBase.open(stored::table, index, computing, settings, recheck);
  }

  private LocalKnowledgeBase open() {
    return open(embedder, Optional.empty());
  }

  private LocalKnowledgeBase open(Embedder computing, Optional<Path> index) {
    return open(tables, index, computing, SETTINGS, Optional.empty());
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), text);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private AddReport add(LocalKnowledgeBase base) {
    return base.add("default", "notes", folder, true, _ -> {});
  }

  private static List<String> documents(List<Found> found) {
    return found.stream().map(one -> one.passage().document()).toList();
  }

  @Test
  void finds_what_was_added_by_word_and_by_vector() {
    write("cats.md", "# Cats\n\nA cat sleeps for most of the day.\n");
    write("sub/dogs.txt", "A dog barks at night when strangers pass the house.\n");
    try (var base = open()) {
      assertThat(add(base)).isEqualTo(new AddReport(2, 0, 0, 0, 0, 2, List.of()));

      List<Found> found = base.search("default", List.of("notes"), "which dog barks", 5);

      assertThat(documents(found).getFirst()).isEqualTo("sub/dogs.txt");
      assertThat(found.getFirst().keywordRank()).isEqualTo(1);
      assertThat(found.getFirst().vectorRank()).isEqualTo(1);
      Passage cats = base.search("default", List.of("notes"), "cat", 1).getFirst().passage();
      assertThat(cats.heading()).isEqualTo("Cats");
      assertThat(cats.sentences()).containsExactly("A cat sleeps for most of the day.");
    }
  }

  @Test
  void finds_what_another_process_has_added_changed_and_removed() {
    write("cats.md", "A cat sleeps.\n");
    try (var here = shared(Duration.ZERO);
        var there = shared(Duration.ZERO)) {
      assertThat(there.search("default", List.of("notes"), "cat", 5)).isEmpty();

      add(here);
      assertThat(documents(there.search("default", List.of("notes"), "cat", 5)))
          .containsExactly("cats.md");

      write("cats.md", "A horse runs.\n");
      write("dogs.md", "A dog barks.\n");
      add(there);
      var found = here.search("default", List.of("notes"), "horse", 5);
      assertThat(found.getFirst().passage().text()).contains("horse");
      assertThat(documents(here.search("default", List.of("notes"), "dog", 1)))
          .containsExactly("dogs.md");

      delete("dogs.md");
      add(here);
      assertThat(documents(there.search("default", List.of("notes"), "dog", 5)))
          .doesNotContain("dogs.md");
    }
  }

  private LocalKnowledgeBase shared(Duration recheck) {
    return open(tables, Optional.empty(), embedder, SETTINGS, Optional.of(recheck));
  }

  private void delete(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void embeds_nothing_again_that_did_not_change() {
    write("cats.md", "A cat sleeps.\n");
    write("dogs.md", "# One\n\nA dog barks.\n\n# Two\n\nA dog runs.\n");
    try (var base = open()) {
      add(base);
      assertThat(embedder.computed()).isEqualTo(3);

      assertThat(add(base)).isEqualTo(new AddReport(0, 0, 2, 0, 0, 3, List.of()));
      assertThat(embedder.computed()).isEqualTo(3);

      write("dogs.md", "# One\n\nA dog barks.\n\n# Two\n\nA dog swims.\n");
      assertThat(add(base)).isEqualTo(new AddReport(0, 1, 1, 0, 0, 3, List.of()));
      assertThat(embedder.computed()).as("only the changed passage").isEqualTo(4);
    }
  }

  @Test
  void a_replaced_passage_is_not_found_any_more_but_can_be_read_by_id() {
    write("cats.md", "A cat sleeps.\n");
    try (var base = open()) {
      add(base);
      Passage old = base.search("default", List.of("notes"), "cat", 1).getFirst().passage();
      write("cats.md", "A tiger swims.\n");
      add(base);

      assertThat(base.search("default", List.of("notes"), "cat", 5))
          .noneMatch(found -> found.passage().id().equals(old.id()));
      assertThat(base.passages("default", List.of("unknown", old.id()))).containsExactly(old);
    }
  }

  @Test
  void removes_what_is_gone_only_when_told_to() throws IOException {
    write("cats.md", "A cat sleeps.\n");
    write("dogs.md", "A dog barks.\n");
    try (var base = open()) {
      add(base);
      Files.delete(folder.resolve("cats.md"));

      assertThat(base.add("default", "notes", folder, false, _ -> {}))
          .isEqualTo(new AddReport(0, 0, 1, 0, 1, 2, List.of()));
      assertThat(base.collections("default").getFirst().documents()).isEqualTo(2);
      assertThat(add(base)).isEqualTo(new AddReport(0, 0, 1, 1, 0, 1, List.of()));
      assertThat(documents(base.search("default", List.of("notes"), "cat dog", 5)))
          .containsExactly("dogs.md");
    }
  }

  @Test
  void keeps_tenants_and_collections_apart() {
    write("cats.md", "A cat sleeps.\n");
    try (var base = open()) {
      base.add("default", "notes", folder, true, _ -> {});
      base.add("other", "notes", folder, true, _ -> {});
      base.add("default", "more", folder, true, _ -> {});
      String id = base.search("default", List.of("notes"), "cat", 1).getFirst().passage().id();

      assertThat(base.search("default", List.of("notes"), "cat", 9)).hasSize(1);
      assertThat(base.search("default", List.of("notes", "more"), "cat", 9)).hasSize(2);
      assertThat(base.search("default", List.of("absent"), "cat", 9)).isEmpty();
      assertThat(base.search("default", List.of(), "cat", 9)).isEmpty();
      assertThat(base.search("nobody", List.of("notes", "more"), "cat", 9)).isEmpty();
      assertThat(base.passages("other", List.of(id))).isEmpty();
      assertThat(base.collections("other")).hasSize(1);
      assertThat(base.collections("nobody")).isEmpty();
    }
  }

  @Test
  void filters_by_document_and_kind_in_every_mode() {
    write("cats.md", "A cat sleeps.\n\n```\ncat sleeps()\n```\n");
    write("more.md", "A cat sleeps longer.\n");
    try (var base = open()) {
      add(base);
      for (Mode mode : Mode.values()) {
        List<Found> found =
            base.search(
                new SearchRequest(
                    "default",
                    List.of("notes"),
                    "cat sleeps",
                    9,
                    mode,
                    List.of("cats.md"),
                    List.of(Passage.Kind.CODE)));

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().passage().kind()).isEqualTo(Passage.Kind.CODE);
        assertThat(found.getFirst().vectorRank() == null).isEqualTo(mode == Mode.KEYWORD);
        assertThat(found.getFirst().keywordRank() == null).isEqualTo(mode == Mode.VECTOR);
      }
    }
  }

  @Test
  void reports_broken_files_and_adds_the_others() throws IOException {
    write("good.md", "A cat sleeps.\n");
    write("bad.pdf", "this is no PDF");
    write("empty.txt", " \n");
    write("picture.png", "x");
    Files.write(folder.resolve("latin.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9});
    try (var base = open()) {
      AddReport report = add(base);

      assertThat(report.added()).isEqualTo(1);
      assertThat(report.broken())
          .extracting(one -> one.document() + " " + one.reason())
          .anyMatch(line -> line.startsWith("bad.pdf is not a PDF that can be read"))
          .anyMatch(line -> line.equals("empty.txt holds no text"))
          .anyMatch(line -> line.equals("latin.txt is not UTF-8 text (byte 3): save it as UTF-8"))
          .anyMatch(line -> line.contains("png 1"))
          .hasSize(4);
    }
  }

  @Test
  void follows_links_within_the_folder_and_none_that_lead_out_of_it(@TempDir Path elsewhere)
      throws IOException {
    write("good.md", "A cat sleeps.\n");
    Files.writeString(elsewhere.resolve("secret.md"), "A dog barks.\n");
    Files.createSymbolicLink(folder.resolve("again.md"), folder.resolve("good.md"));
    Files.createSymbolicLink(folder.resolve("leak.md"), elsewhere.resolve("secret.md"));
    Files.createSymbolicLink(folder.resolve("leaks"), elsewhere);
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    try (var base = open()) {
      AddReport report = add(base);

      assertThat(report.added()).isEqualTo(2);
      assertThat(report.broken())
          .extracting(broken -> broken.document() + " " + broken.reason())
          .containsExactlyInAnyOrder(
              "leak.md is a link that leads out of the folder: copy what it leads to",
              "leaks is a link that leads out of the folder: copy what it leads to",
              "loop is a link to a folder that it lies in");
    }
  }

  @Test
  void tells_how_far_it_is_within_a_large_document() {
    write("a-small.md", "A cat sleeps.\n");
    var text = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      text.append("# Part %d\n\nDog number %d barks.\n\n".formatted(i, i));
    }
    write("b-large.md", text.toString());
    write("c-small.md", "A bird sings.\n");
    var told = new ArrayList<AddProgress>();
    try (var base = open()) {
      base.add("default", "notes", folder, true, told::add);
    }
    assertThat(told)
        .containsExactly(
            new AddProgress(1, 3, "a-small.md"),
            new AddProgress(1, 3, "b-large.md", 64, 150),
            new AddProgress(1, 3, "b-large.md", 128, 150),
            new AddProgress(2, 3, "b-large.md"),
            new AddProgress(3, 3, "c-small.md"));
  }

  @Test
  void refuses_a_single_file_of_a_type_that_is_not_read_and_names_those_that_are() {
    write("sheet.xlsx", "x");
    try (var base = open()) {
      assertThatThrownBy(
              () -> base.add("default", "notes", folder.resolve("sheet.xlsx"), true, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sheet.xlsx")
          .hasMessageContaining(".md")
          .hasMessageContaining(".pdf");
      assertThat(base.collections("default")).isEmpty();
    }
  }

  @Test
  void a_document_that_cannot_be_read_any_more_keeps_its_last_version() {
    write("cats.md", "A cat sleeps.\n");
    try (var base = open()) {
      add(base);
      write("cats.md", "\0");
      assertThat(add(base).broken()).hasSize(1);
      assertThat(base.search("default", List.of("notes"), "cat", 1)).hasSize(1);
    }
  }

  @Test
  void a_failure_in_the_middle_leaves_whole_documents_and_the_next_add_continues() {
    for (int i = 0; i < 40; i++) {
      write(
          "doc" + i + ".md",
          "# A\n\nCat number %d.\n\n# B\n\nDog number %d.\n\n# C\n\nEnd.\n".formatted(i, i));
    }
    for (int writes = 1; writes < 80; writes += 7) {
      var fresh = new InMemoryTables();
      var counting = new WordEmbedder();
      fresh.failAfterWrites(writes);
      List<String> reported = new ArrayList<>();
      try (var base = open(fresh, Optional.empty(), counting, SETTINGS, Optional.empty())) {
        assertThatThrownBy(() ->
                base.add("default", "notes", folder, true, done -> reported.add(done.document())))
            .hasRootCauseMessage("the disk is full");
      }
      fresh.recover();
      int before = counting.computed();
      try (var base = open(fresh, Optional.empty(), counting, SETTINGS, Optional.empty())) {
        base.search("default", List.of("notes"), "cat", 1);
        assertThat(counting.computed()).as("nothing is embedded to search").isEqualTo(before);
        int present = base.collections("default").stream().mapToInt(one -> one.documents()).sum();
        assertThat(present).isEqualTo(reported.size());
        for (String document : reported) {
          SearchRequest request =
              new SearchRequest(
                  "default",
                  List.of("notes"),
                  "cat dog end",
                  9,
                  Mode.VECTOR,
                  List.of(document),
                  List.of());
          assertThat(base.search(request)).as(document).hasSize(3);
        }

        AddReport report = base.add("default", "notes", folder, true, _ -> {});
        assertThat(report.unchanged()).isEqualTo(present);
        assertThat(report.added()).isEqualTo(40 - present);
        assertThat(report.passages()).isEqualTo(120);
      }
    }
  }

  @Test
  void an_index_that_was_lost_is_built_again_without_embedding() {
    write("cats.md", "A cat sleeps.\n");
    write("dogs.md", "A dog barks.\n");
    List<Found> first;
    try (var base = open()) {
      add(base);
      first = base.search("default", List.of("notes"), "cat dog", 5);
    }
    int before = embedder.computed();
    try (var base = open()) {
      assertThat(base.search("default", List.of("notes"), "cat dog", 5)).isEqualTo(first);
      assertThat(embedder.computed()).isEqualTo(before);
    }
  }

  @Test
  void an_index_on_disk_serves_the_next_start_and_is_replaced_when_damaged(@TempDir Path index)
      throws IOException {
    write("cats.md", "A cat sleeps.\n");
    try (var base = open(embedder, Optional.of(index))) {
      add(base);
    }
    try (var base = open(embedder, Optional.of(index))) {
      assertThat(base.search("default", List.of("notes"), "cat", 5)).hasSize(1);
    }
    try (var files = Files.list(index)) {
      for (Path file :
          files.filter(one -> one.getFileName().toString().startsWith("segments")).toList()) {
        Files.writeString(file, "damaged");
      }
    }
    try (var base = open(embedder, Optional.of(index))) {
      assertThat(base.search("default", List.of("notes"), "cat", 5)).hasSize(1);
    }
  }

  @Test
  void gives_the_same_order_whatever_the_order_of_adding() {
    for (int i = 0; i < 30; i++) {
      write("doc" + i + ".md", "The same sentence in every document.\n");
    }
    List<String> order;
    try (var base = open()) {
      add(base);
      order = ids(base);
    }
    var other = new InMemoryTables();
    try (var base = open(other, Optional.empty(), embedder, SETTINGS, Optional.empty())) {
      for (int i = 29; i >= 0; i--) {
        base.add("default", "notes", folder.resolve("doc" + i + ".md"), false, _ -> {});
      }
      assertThat(ids(base)).isEqualTo(order);
    }
  }

  private static List<String> ids(LocalKnowledgeBase base) {
    return base.search("default", List.of("notes"), "same sentence", 10).stream()
        .map(found -> found.passage().id())
        .toList();
  }

  @Test
  void the_graph_finds_what_comparing_all_vectors_finds() {
    for (int i = 0; i < 60; i++) {
      write("doc" + i + ".md", "Word%d stands in document number %d of many.\n".formatted(i, i));
    }
    var approximate =
        new KnowledgeSettings(
            1 << 20, 100, 1, 10, 20, 60, 0, Duration.ZERO, SETTINGS.searchIn(), 1_000);
    try (var base = open();
        var other = open(tables, Optional.empty(), embedder, approximate, Optional.empty())) {
      add(base);
      for (int i = 0; i < 60; i += 11) {
        SearchRequest request =
            new SearchRequest(
                "default", List.of("notes"), "word" + i, 1, Mode.VECTOR, List.of(), List.of());
        assertThat(other.search(request)).isEqualTo(base.search(request)).hasSize(1);
      }
    }
  }

  @Test
  void reports_what_is_too_large_by_the_name_of_its_setting() {
    write("long.txt", "A sentence. ".repeat(2_000));
    write("many.md", "# A\n\nOne.\n\n# B\n\nTwo.\n\n# C\n\nThree.\n");
    write("good.md", "A cat sleeps.\n");
    var small =
        new KnowledgeSettings(
            20_000, 2, 1, 10, 20, 60, 0, Duration.ZERO, SETTINGS.searchIn(), 1_000);
    try (var base = open(tables, Optional.empty(), embedder, small, Optional.empty())) {
      AddReport report = add(base);

      assertThat(report.added()).isEqualTo(1);
      assertThat(report.broken())
          .extracting(one -> one.document() + " " + one.reason())
          .anyMatch(line -> line.matches("long.txt has 24,000 bytes.*max-document-bytes"))
          .anyMatch(line -> line.matches("many.md gives 3 passages.*max-passages-per-document"))
          .hasSize(2);
    }
  }

  @Test
  void says_what_to_do_about_a_missing_folder_and_a_bad_name() {
    try (var base = open()) {
      assertThatThrownBy(
              () -> base.add("default", "notes", folder.resolve("absent"), true, _ -> {}))
          .hasMessageContaining("absent")
          .hasMessageContaining("give the path");
      assertThatThrownBy(() -> base.add("default", "a/b", folder, true, _ -> {}))
          .hasMessageContaining("'a/b' is no name for a collection");
    }
  }
}
