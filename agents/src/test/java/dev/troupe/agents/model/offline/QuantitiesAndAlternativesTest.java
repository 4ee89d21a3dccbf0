package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Questions of quantity, of which is better and of what is not: a wrong figure looks like an
 * answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuantitiesAndAlternativesTest {
  private static final String NO_ANSWER = "no-answer";

  private record Asked(String half, String documents, String question, String expected) {}

  @ParameterizedTest
  @CsvSource({"asked, 1", "tuned, 2"})
  void tells_of_the_corpus_what_is_said_from_what_is_not(String half, int mostWrong)
      throws IOException {
    assertThat(wrong(Team.onCorpus(), half, "corpus")).hasSizeLessThanOrEqualTo(mostWrong);
  }

  @Test
  void tells_of_its_own_documents_what_is_said_from_what_is_not() throws IOException {
    assertThat(wrong(Team.onBuiltIn(), "tuned", "built-in")).hasSizeLessThanOrEqualTo(1);
    assertThat(wrong(Team.onNotes(), "tuned", "notes")).isEmpty();
  }

  /** Written before the rules, looked at after them. */
  @Test
  void answers_most_of_what_it_was_not_made_for() throws IOException {
    var wrong = wrong(Team.onBuiltIn(), "blind", "built-in");
    wrong.addAll(wrong(Team.onNotes(), "blind", "notes"));

    assertThat(wrong).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void answers_most_of_the_corpus_that_it_was_not_made_for() throws IOException {
    assertThat(wrong(Team.onCorpus(), "blind", "corpus")).hasSizeLessThanOrEqualTo(1);
  }

  private static List<String> wrong(Team team, String half, String documents) throws IOException {
    var wrong = new ArrayList<String>();
    for (var asked : table()) {
      if (!asked.half.equals(half) || !asked.documents.equals(documents)) continue;
      var run = team.run(asked.question);
      assertThat(run.review().path("approved").asBoolean()).as(run.review().toString()).isTrue();
      if (!isRight(asked.expected, run)) wrong.add(asked.question + " -> " + run.quotes());
    }
    return wrong;
  }

  private static boolean isRight(String expected, Team.Run run) {
    var parts = expected.split(" !! ", 2);
    if (parts.length > 1 && run.markdown().contains(parts[1])) return false;
    for (var either : parts[0].split(" \\|\\| ", -1)) if (isSaid(either, run)) return true;
    return false;
  }

  private static boolean isSaid(String pieces, Team.Run run) {
    if (pieces.equals(NO_ANSWER))
      return run.draft().path("outcome").asText().equals(NO_ANSWER) && run.quotes().isEmpty();
    for (var piece : pieces.split(" & ", -1)) {
      if (run.quotes().stream().noneMatch(quote -> quote.contains(piece))) return false;
    }
    return true;
  }

  private static List<Asked> table() throws IOException {
    var table = new ArrayList<Asked>();
    var name = "/offline/quantities-and-alternatives.txt";
    try (var file = QuantitiesAndAlternativesTest.class.getResourceAsStream(name)) {
      var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      for (var line : text.lines().filter(one -> !one.isBlank() && !one.startsWith("#")).toList()) {
        var cells = line.split(" ~ ", 4);
        table.add(new Asked(cells[0], cells[1], cells[2], cells[3]));
      }
    }
    return table;
  }
}
