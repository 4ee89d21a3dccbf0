package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonSizeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain words",
        "a \"quote\", a \\ and\na line\r\n\ttab\b\f",
        "control \u0001 and \u001f, delete \u007f",
        "Grüße, naïve",
        "漢字 and €",
        "a pair \uD83D\uDE00 of surrogates"
      })
  void a_text_is_measured_as_it_is_written(String text) {
    var json = Json.toTree(text);

    assertThat(JsonSize.of(json))
        .isEqualTo(Json.write(json).getBytes(StandardCharsets.UTF_8).length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"a\":1,\"b\":[true,null,\"x\"],\"c\":{\"d\":-2.5}}",
        "[[1,2],[3,[4,5]],{\"k\":\"v\"}]"
      })
  void a_value_is_never_measured_smaller_than_it_is_and_little_larger(String text) {
    var json = Json.parse(text);
    var written = Json.write(json).length();

    assertThat(JsonSize.of(json)).isBetween(written, written + 2 * (1 + count(text)));
  }

  private static int count(String text) {
    return (int) text.chars().filter(unit -> unit == '[' || unit == '{').count();
  }
}
