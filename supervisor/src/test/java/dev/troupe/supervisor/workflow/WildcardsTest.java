package dev.troupe.supervisor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {

  @ParameterizedTest
  @CsvSource({
    "foo*.log, foo23.log, true",
    "foo*.log, foo.log, true",
    "foo*.log, foo.log2, false",
    "*.log, .log, true",
    "*, anything, true",
    "a*a, a, false",
    "a*a, aa, true",
    "*ab*bc*, xabbcx, true",
    "*ab*bc*, xabcx, false",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "a\\\\*, a\\z, true",
    "plain, plain, true",
    "plain, plainer, false"
  })
  void a_star_stands_for_any_characters(String pattern, String text, boolean matches) {
    assertThat(Wildcards.read(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void many_stars_cost_no_more_than_the_text_is_long() {
    assertThat(Wildcards.read("*a*a*a*a*a*a*a*a*b").matches("a".repeat(100_000))).isFalse();
  }
}
