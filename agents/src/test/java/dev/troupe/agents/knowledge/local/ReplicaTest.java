package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.agents.knowledge.WordEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a replica does: it may be behind for a while, and is not asked what others ask. */
class ReplicaTest {
  private final InMemoryTables tables = new InMemoryTables();

  @Test
  void looks_for_changes_of_others_no_more_often_than_it_should(@TempDir Path folder)
      throws IOException {
    try (var here = open();
        var there = open()) {
      assertThat(there.search("default", List.of("notes"), "cat", 5)).isEmpty();
      Files.writeString(folder.resolve("cats.md"), "A cat sleeps.\n");
      here.add("default", "notes", folder, true, _ -> {});

      assertThat(there.search("default", List.of("notes"), "cat", 5)).isEmpty();
    }
  }

  private LocalKnowledgeBase open() {
    return LocalKnowledgeBase.open(
        tables::table,
        Optional.empty(),
        new WordEmbedder(),
        LocalKnowledgeBaseTest.SETTINGS,
        Optional.of(Duration.ofHours(1)));
  }
}
