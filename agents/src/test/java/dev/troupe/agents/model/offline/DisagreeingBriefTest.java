package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two documents that say opposite things: a brief that shows one of them would mislead. */
final class DisagreeingBriefTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "Is aspirin safe during pregnancy?,"
        + "Aspirin is safe during pregnancy according to the old guideline.,"
        + "Aspirin is not safe during pregnancy according to the new guideline.",
    "How many requests per second does the Foo service allow?,"
        + "The Foo service allows 10 requests per second.,"
        + "The Foo service allows 25 requests per second.",
    "What is the default port of Zed?,"
        + "The default port of Zed is 8080.,"
        + "The default port of Zed is 9090.",
    "How long are backups kept?,Backups are kept for 30 days.,Backups are kept for 90 days."
  })
  void shows_both_and_that_they_disagree(String question, String one, String other)
      throws IOException {
    Files.writeString(folder.resolve("a.md"), "# A\n\n" + one + "\n");
    Files.writeString(folder.resolve("b.md"), "# B\n\n" + other + "\n");

    var run = new Team(folder).run(question);

    assertThat(run.quotes()).contains(one, other);
    assertThat(run.markdown())
        .as("%s", run.markdown())
        .containsAnyOf(Phrases.DISAGREE, Phrases.OTHERWISE);
    assertThat(run.review().path("approved").asBoolean()).as("%s", run.review()).isTrue();
  }
}
