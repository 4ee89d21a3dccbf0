package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'goal':'g'} | writes a workflow",
        "{'goal':'g','faults':'/States/A/Next: There is no state.'} | mends its workflow: /States/A/Next: There is no state."
      })
  void a_planner_that_mends_says_what(String input, String said) {
    assertThat(StepWords.task("workflow-planner", Json.parse(input.replace('\'', '"'))))
        .isEqualTo(said);
  }
}
