package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownExcerptTest {
  private static final String ANSWER =
      """
      Here it is, {as asked}: ```json
      {"citations": [{"markdown": "not this", "quote": "nor \\"markdown\\": \\"this\\""}], "note": "markdown",
       "markdown" : "# T\\u00fcr\\n\\n\\"One\\" \\\\ \\ud83c\\udf0d [1]", "outcome": "answered"}
      ```\
      """;
  private static final String DRAFT = "# Tür\n\n\"One\" \\ 🌍 [1]";

  private static String seen(int size, MarkdownExcerpt excerpt) {
    var seen = new StringBuilder();
    var counted = 0;
    for (int from = 0; from < ANSWER.length(); from += size) {
      counted += excerpt.take(ANSWER.substring(from, Math.min(ANSWER.length(), from + size)), seen);
    }
    assertThat(counted).isEqualTo(seen.length());
    return seen.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64, 4096})
  void takes_the_draft_out_of_its_json_wherever_it_is_cut(int size) {
    assertThat(seen(size, new MarkdownExcerpt())).isEqualTo(DRAFT);
  }

  @Test
  void begins_anew_in_the_middle_of_an_answer() {
    var excerpt = new MarkdownExcerpt();
    excerpt.take("{\"markdown\": \"cut \\u00", new StringBuilder());

    excerpt.restart();

    assertThat(seen(9, excerpt)).isEqualTo(DRAFT);
  }

  @Test
  void counts_what_nobody_looks_at() {
    assertThat(new MarkdownExcerpt().take(ANSWER, null)).isEqualTo(DRAFT.length());
  }
}
