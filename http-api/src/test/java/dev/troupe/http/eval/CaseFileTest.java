package dev.troupe.http.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaseFileTest {

  @Test
  void a_goal_alone_expects_an_answer_whose_quotes_support_it() {
    var read = CaseFile.read(List.of("{\"goal\":\"Why?\"}", "", "{\"goal\":\"How?\"}"));

    assertThat(read).extracting(EvalCase::id).containsExactly("case-1", "case-2");
    var expect = read.getFirst().expect();
    assertThat(expect.outcome()).isEqualTo("answered");
    assertThat(expect.citations()).isEqualTo(CaseFile.CITATIONS);
    assertThat(expect.facts()).isEmpty();
    assertThat(read.getFirst().body().toString()).isEqualTo("{\"goal\":\"Why?\"}");
  }

  @Test
  void a_fact_has_one_wording_or_several() {
    var line =
        "{\"goal\":\"Why?\",\"expect\":{\"facts\":[\"15 minutes\",[\"cheap\",\"low cost\"]]}}";

    assertThat(CaseFile.read(List.of(line)).getFirst().expect().facts())
        .containsExactly(List.of("15 minutes"), List.of("cheap", "low cost"));
  }

  @Test
  void the_body_of_the_task_is_handed_on_and_the_rest_is_not() {
    var line =
        "{\"id\":\"a\",\"goal\":\"Why?\",\"workflow\":\"report\",\"input\":{\"n\":1},\"expect\":{}}";

    assertThat(CaseFile.read(List.of(line)).getFirst().body().toString())
        .isEqualTo("{\"goal\":\"Why?\",\"workflow\":\"report\",\"input\":{\"n\":1}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"gaol\":\"x\"}|line 1: there is no field gaol; did you mean goal?",
        "{\"goal\":\" \"}|line 1: goal must be a text",
        "[1]|line 1: a case is an object",
        "{\"goal\"|line 1: Not JSON",
        "{\"goal\":\"x\",\"expect\":{\"outcome\":\"fine\"}}|expect.outcome must be answered",
        "{\"goal\":\"x\",\"expect\":{\"fact\":[]}}|no field expect.fact; did you mean facts?",
        "{\"goal\":\"x\",\"expect\":{\"facts\":\"y\"}}|expect.facts must be a list",
        "{\"goal\":\"x\",\"expect\":{\"facts\":[\"\"]}}|expect.facts must hold texts",
        "{\"goal\":\"x\",\"expect\":{\"citations\":2}}|expect.citations must be a share",
        "{\"goal\":\"x\",\"expect\":{\"cost\":{\"tokens\":-1}}}|expect.cost.tokens must be",
        "{\"goal\":\"x\",\"expect\":{\"schema\":{\"type\":7}}}|expect.schema is no JSON Schema",
        "{\"goal\":\"x\",\"expect\":7}|expect must be an object"
      })
  void what_is_not_understood_is_refused_with_its_line(String line, String why) {
    assertThatThrownBy(() -> CaseFile.read(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void two_cases_cannot_have_one_name() {
    var line = "{\"id\":\"a\",\"goal\":\"Why?\"}";

    assertThatThrownBy(() -> CaseFile.read(List.of(line, line)))
        .hasMessage("line 2: the id 'a' is taken by an earlier case");
  }
}
