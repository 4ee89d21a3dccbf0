package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.agents.knowledge.KnowledgeBase.AddReport;
import dev.troupe.agents.knowledge.Passage.Kind;
import dev.troupe.agents.knowledge.WordEmbedder;
import dev.troupe.agents.knowledge.reading.DocumentReader;
import dev.troupe.agents.knowledge.reading.PassageCutter;
import dev.troupe.agents.knowledge.reading.Piece;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuiltInKnowledgeTest {
  private final BuiltInKnowledge documents = new BuiltInKnowledge();

  @Test
  void lists_every_document_that_lies_in_its_folder() throws IOException, URISyntaxException {
    URL list = Objects.requireNonNull(BuiltInKnowledge.class.getResource("/knowledge/index.txt"));
    try (Stream<Path> files = Files.list(Path.of(list.toURI()).resolveSibling("."))) {
      List<String> there =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".md"))
              .sorted()
              .toList();

      assertThat(documents.names()).isEqualTo(there).hasSizeBetween(6, 8);
    }
  }

  @Test
  void every_document_gives_prose_lists_and_tables_in_its_own_words() throws Exception {
    for (String name : documents.names()) {
      byte[] bytes = documents.read(name);
      String text = new String(bytes, StandardCharsets.UTF_8);
      List<Piece> pieces = PassageCutter.cut(DocumentReader.read(name, bytes));

      assertThat(text.split("\\s+").length).as(name).isBetween(500, 900);
      assertThat(pieces)
          .extracting(Piece::kind)
          .contains(Kind.PROSE, Kind.LIST, Kind.TABLE_ROW)
          .doesNotContain(Kind.CODE);
      assertThat(pieces).allMatch(piece -> piece.heading() != null);
      assertThat(pieces.stream().flatMap(piece -> piece.sentences().stream()))
          .allMatch(text::contains)
          .noneMatch(sentence -> sentence.contains("\n"));
    }
  }

  @Test
  void is_added_once_and_unchanged_at_the_next_start() {
    var tables = new InMemoryTables();
    var embedder = new WordEmbedder();
    try (var base =
        LocalKnowledgeBase.open(
            tables::table, Optional.empty(), embedder, LocalKnowledgeBaseTest.SETTINGS)) {
      AddReport first = BuiltInKnowledge.addTo(base, "default", _ -> {});
      int computed = embedder.computed();
      AddReport second = BuiltInKnowledge.addTo(base, "default", _ -> {});

      assertThat(first.added()).isEqualTo(documents.names().size());
      assertThat(second.unchanged()).isEqualTo(documents.names().size());
      assertThat(embedder.computed()).isEqualTo(computed);
      assertThat(base.search("default", List.of(BuiltInKnowledge.COLLECTION), "CRDT", 3))
          .extracting(found -> found.passage().document())
          .contains("sharing-knowledge.md");
    }
  }
}
