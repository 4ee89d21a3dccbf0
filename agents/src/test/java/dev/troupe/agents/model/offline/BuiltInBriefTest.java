package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Briefs on the documents that come with the program: these need nothing from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuiltInBriefTest {
  private Team team;

  @BeforeAll
  void read() {
    team = Team.onBuiltIn();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "How should an agent keep its state between steps, and what does it cost?~Event sourcing | Only the new events",
        "How do several agents share knowledge without conflicts?~an immutable entry of its own in an observed-remove set or map",
        "How is a model provider protected from overload?~limit how many calls are in flight at once",
        "What does a cold start cost?~A cold start now and then"
      },
      maxCharsPerColumn = 400)
  void quotes_what_answers(String question, String evidence) {
    var run = team.run(question);

    assertThat(run.draft().path("outcome").asText()).isEqualTo("answered");
    assertThat(run.quotes()).anyMatch(quote -> quote.contains(evidence));
    assertThat(run.review().path("approved").asBoolean()).as(run.review().toString()).isTrue();
  }

  @Test
  void says_that_nothing_answers() {
    var run = team.run("What is the boiling point of tungsten?");

    assertThat(run.draft().path("outcome").asText()).isEqualTo("no-answer");
    assertThat(run.quotes()).isEmpty();
  }

  @Test
  void answers_the_same_question_with_the_same_bytes() {
    var question = "How do several agents share knowledge without conflicts?";

    assertThat(team.run(question).markdown()).isEqualTo(team.run(question).markdown());
  }
}
