package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import org.junit.jupiter.api.Test;

class PlanMakerTest {
  @Test
  void plans_a_machine_over_the_goals_sub_questions() {
    var answer =
        Json.parse(PlanMaker.plan("How are releases rolled out, and how is a release taken back?"));

    assertThat(answer.at("/workflow/Comment").asText()).contains("2 sub-questions");
    assertThat(answer.at("/workflow/States/Plan/Assign/questions").asText())
        .isEqualTo("{% [\"How are releases rolled out?\",\"How is a release taken back?\"] %}");
    assertThat(answer.path("why").asText()).startsWith("By rule");
  }

  @Test
  void a_question_that_looks_like_an_expression_stays_a_text() {
    var answer = Json.parse(PlanMaker.plan("{% $uuid() %}"));

    assertThat(answer.at("/workflow/States/Plan/Assign/questions").asText())
        .startsWith("{% [\"")
        .contains("$uuid()")
        .endsWith("\"] %}");
  }
}
