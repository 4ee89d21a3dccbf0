package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
  private static final String DONE_RESEARCH = "[{'question':'q?','claims':0}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "[]                                                         | null | planner",
        "[{'question':'a?','claims':3},{'question':'b?','claims':null}] | null | researcher",
        DONE_RESEARCH + " | null | writer",
        DONE_RESEARCH + " | {'outcome':'no-answer','reviewed':false} | done",
        DONE_RESEARCH + " | {'outcome':'answered','reviewed':false} | reviewer",
        DONE_RESEARCH + " | {'outcome':'answered','reviewed':true,'approved':true} | done",
        DONE_RESEARCH
            + " | {'outcome':'answered','reviewed':true,'approved':false,'reviews':2} | writer",
        DONE_RESEARCH
            + " | {'outcome':'answered','reviewed':true,'approved':false,'reviews':3} | done",
        "[{'question':'a?','claims':null}] | {'outcome':'answered','reviewed':true,'approved':true} | researcher",
      })
  void goes_by_how_the_work_stands(String questions, String draft, String next) {
    var input =
        Json.parse("{'questions':%s,'draft':%s}".formatted(questions, draft).replace('\'', '"'));

    var choice = Router.decide(input);

    assertThat(choice.next()).isEqualTo(next);
    assertThat(choice.why()).endsWith(".");
  }
}
