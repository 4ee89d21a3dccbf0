package dev.troupe.http.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.http.EdgeJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScorecardTest {

  @Test
  void a_report_is_the_next_run_s_baseline() {
    var before = new Scorecard(List.of(score("a", true), score("b", false)), Optional.empty());
    var baseline = Baseline.of(before.json().toString());

    var after =
        new Scorecard(
            List.of(score("a", false), score("b", true), score("c", true)), Optional.of(baseline));

    assertThat(after.cases().stream().map(after::change))
        .containsExactly(Scorecard.Change.WORSE, Scorecard.Change.BETTER, Scorecard.Change.NEW);
    assertThat(after.json().path("worse").asInt()).isEqualTo(1);
    assertThat(after.isGood()).isFalse();
  }

  @Test
  void what_failed_before_is_not_held_against_a_run_with_a_baseline() {
    var before = new Scorecard(List.of(score("a", false)), Optional.empty());
    assertThat(before.isGood()).isFalse();

    var again =
        new Scorecard(
            List.of(score("a", false)), Optional.of(Baseline.of(before.json().toString())));
    assertThat(again.isGood()).isTrue();

    var another =
        new Scorecard(
            List.of(score("new", false)), Optional.of(Baseline.of(before.json().toString())));
    assertThat(another.isGood()).isFalse();
  }

  @Test
  void the_table_has_a_line_for_each_case_and_its_refusals_under_it() {
    var before = new Scorecard(List.of(score("a", true)), Optional.empty());
    var after =
        new Scorecard(
            List.of(score("a", false)), Optional.of(Baseline.of(before.json().toString())));

    assertThat(ScoreTable.lines(after))
        .containsExactly(
            "case  result  citations  facts  calls  tokens  seconds  baseline",
            "a     FAIL    -          0.50   2      30      0.3      worse",
            "  facts: says nothing of \"x\"",
            "0 passed, 1 failed; against the baseline 0 better, 1 worse");
    assertThat(ScoreTable.lines(before).getFirst())
        .isEqualTo("case  result  citations  facts  calls  tokens  seconds");
  }

  @Test
  void another_file_is_no_baseline() {
    assertThatThrownBy(() -> Baseline.of("{\"tasks\":[]}"))
        .hasMessageContaining("no report of `troupe eval`");
    assertThatThrownBy(() -> Baseline.of("nonsense")).hasMessageContaining("Not JSON");
  }

  private static CaseScore score(String id, boolean passed) {
    var result = EdgeJson.object();
    result.putObject("usage").put("modelCalls", 2).put("inputTokens", 10).put("outputTokens", 20);
    var verdict =
        new Verdict(
            "facts",
            passed,
            Optional.of(passed ? 1.0 : 0.5),
            passed ? "" : "says nothing of \"x\"");
    return new CaseScore(
        id, "t", new Answer(result, Optional.empty(), Duration.ofMillis(300)), List.of(verdict));
  }
}
