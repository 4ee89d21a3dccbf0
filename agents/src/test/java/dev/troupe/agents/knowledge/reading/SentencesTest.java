package dev.troupe.agents.knowledge.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
  private static List<String> cut(String text) {
    return Sentences.in(text, new Span(0, text.length())).stream()
        .map(sentence -> sentence.in(text))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Services (e.g. Pinecone or Milvus) store vectors.",
        "Use a queue, i.e. SQS, and a cache.",
        "It took 3.5 s with version 1.2.3 of Node.js.",
        "Dr. Smith vs. Mr. Jones, see Fig. 3 and No. 7.",
        "J. R. Smith wrote it.",
        "Fast.io's server stores files.",
        "He said “wait. Then go.” and left.",
        "The list (first. Second.) is short.",
        "1. Decompose the agent.",
        "Wait ... and see.",
        "What? no capital follows!"
      })
  void keeps_one_sentence_whole(String sentence) {
    assertThat(cut(sentence)).containsExactly(sentence);
  }

  @Test
  void cuts_at_marks_before_what_opens_a_sentence() {
    assertThat(cut("No requests? No cost. A request comes in! “Quoted.” 5 more. 🕒 Later."))
        .containsExactly(
            "No requests?", "No cost.", "A request comes in!", "“Quoted.”", "5 more.", "🕒 Later.");
  }

  @Test
  void cuts_behind_closing_quotes_and_brackets() {
    assertThat(cut("These are “agent capabilities.” Let us go. (It works.) Good."))
        .containsExactly("These are “agent capabilities.”", "Let us go.", "(It works.)", "Good.");
  }

  @Test
  void leaves_out_a_bullet_that_lost_its_line() {
    assertThat(cut("It filters by time. - Scalability – it shards. - lower case stays."))
        .containsExactly("It filters by time.", "Scalability – it shards. - lower case stays.");
  }

  @Test
  void cuts_chinese_without_spaces() {
    assertThat(cut("状态很重要。保存它。")).containsExactly("状态很重要。", "保存它。");
  }

  @Test
  void does_not_wait_for_a_bracket_that_never_closes() {
    String open = "Broken (here. " + "Words go on and on. ".repeat(30);
    assertThat(cut(open).size()).isGreaterThan(5);
  }

  @Test
  void cuts_what_never_ends_between_words() {
    List<String> parts = cut("endless ".repeat(1_000));

    assertThat(parts).hasSizeGreaterThan(3).allMatch(part -> part.length() <= 2_000);
    assertThat(String.join(" ", parts)).isEqualTo("endless ".repeat(1_000).strip());
  }
}
