package dev.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxFaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{bad ~ line 1, column 2: a field's name in \"quotes\" should stand in place of b",
        "{\"a\" 1} ~ line 1, column 6: a colon should stand in place of 1",
        "{\"a\": 1 2} ~ line 1, column 9: a comma or the end should stand in place of 2",
        "[1,] ~ line 1, column 4: a value should stand in place of ]",
        "nonsense ~ line 1, column 1: 'nonsense' is no JSON value; texts stand in \"quotes\"",
        "{\"a\": ~ line 1, column 6: the text ends before the value does",
        "{\"a\":1}} ~ line 1, column 8: } closes what was not opened",
        "{} {} ~ line 1, column 4: more text follows behind the value",
        "[01] ~ line 1, column 3: a number is not written as JSON writes numbers",
        "[\"\\x\"] ~ line 1, column 4: \\x is no escape; a backslash is written \\\\",
      })
  void says_the_place_and_a_plain_reason(String text, String sentence) {
    assertThatThrownBy(() -> Json.parse(text)).hasMessage("Not JSON: " + sentence);
  }

  @Test
  void a_line_break_within_a_text_is_told_how_to_write_it() {
    assertThatThrownBy(() -> Json.parse("{\n\"a\": \"b\nc\"}"))
        .hasMessageStartingWith("Not JSON: line 2, column ")
        .hasMessageContaining("escape it");
  }

  @Test
  void no_depth_overflows_the_parser_or_its_words() {
    assertThatThrownBy(() -> Json.parse("[".repeat(5000)))
        .hasMessageContaining("nested too deep")
        .hasMessageNotContaining("StreamReadConstraints");
  }

  @Test
  void a_sound_text_is_parsed() {
    assertThat(Json.parse("{\"a\":[1]}")).hasToString("{\"a\":[1]}");
  }
}
