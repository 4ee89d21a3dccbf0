package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonInTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | {\"a\":1}",
        "Here it is: {\"a\":1} I hope it helps. | {\"a\":1}",
        "```json~{\"a\":1}~``` | {\"a\":1}",
        "[1,2] | [1,2]",
        "Here they are:~[1,~2]~Two in all. | [1,2]",
        "```~[1]~``` | [1]"
      })
  void is_found_alone_fenced_and_talked_around(String text, String json) {
    assertThat(JsonInText.find(text.replace('~', '\n'))).contains(Json.parse(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I cannot answer this. Source [1] does not say it.",
        "still [1] bad {",
        "[1] says so, and [2] too.",
        "42",
        ""
      })
  void is_not_seen_in_prose(String text) {
    assertThat(JsonInText.find(text)).isEmpty();
  }
}
