package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Questions that the documents answer, and near misses that they do not: which is which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswerabilityTest {
  private static final String NO_ANSWER = "no-answer";

  private record Asked(String half, String documents, String question, String expected) {}

  private Team corpus;
  private Team builtIn;

  @BeforeAll
  void read() {
    corpus = Team.onCorpus();
    builtIn = Team.onBuiltIn();
  }

  @Test
  void tells_what_it_was_made_with() throws IOException {
    assertThat(wrong("tuned")).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void tells_most_of_what_it_was_not_made_with() throws IOException {
    assertThat(wrong("held-out")).hasSizeLessThanOrEqualTo(4);
    assertThat(wrong("fresh")).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void refuses_what_a_user_found_it_to_answer_with_something_else() throws IOException {
    assertThat(wrong("reported")).isEmpty();
  }

  private List<String> wrong(String half) throws IOException {
    var wrong = new ArrayList<String>();
    for (var asked : table()) {
      if (!asked.half.equals(half)) continue;
      var run = (asked.documents.equals("corpus") ? corpus : builtIn).run(asked.question);
      if (!isRight(asked, run))
        wrong.add(asked.question + " -> " + run.draft().path("outcome").asText());
    }
    return wrong;
  }

  private static boolean isRight(Asked asked, Team.Run run) {
    var isRefused = run.draft().path("outcome").asText().equals(NO_ANSWER);
    if (asked.expected.equals(NO_ANSWER)) return isRefused;
    return run.quotes().stream().anyMatch(quote -> quote.contains(asked.expected));
  }

  private static List<Asked> table() throws IOException {
    var table = new ArrayList<Asked>();
    try (var file = AnswerabilityTest.class.getResourceAsStream("/offline/answerability.txt")) {
      var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      for (var line : text.lines().filter(one -> !one.isBlank() && !one.startsWith("#")).toList()) {
        var cells = line.split(" ~ ", 4);
        table.add(new Asked(cells[0], cells[1], cells[2], cells[3]));
      }
    }
    return table;
  }
}
