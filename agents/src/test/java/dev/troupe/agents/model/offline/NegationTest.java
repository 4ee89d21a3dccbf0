package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NegationTest {

  @ParameterizedTest
  @CsvSource({
    "Which calls should not be retried?, retri",
    "What must never be logged?, log",
    "Why don't retries help?, help",
    "Which stores cannot be shared by agents?, share",
    "When should a step not be repeated?, repeat"
  })
  void is_what_the_main_clause_denies(String question, String denied) {
    assertThat(Negation.of(question)).contains(new Negation(denied));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What happens when a model does not answer in time?",
        "How do I make sure that messages are not lost?",
        "What should I do if a call doesn't return within 30 seconds?",
        "What happens to a task whose owner is not there?",
        "Is it retried or not?",
        "Which store is not only fast but durable?",
        "How are calls retried?"
      })
  void is_none_where_only_a_circumstance_is_denied(String question) {
    assertThat(Negation.of(question)).isEmpty();
  }
}
