package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AlternativesTest {

  @ParameterizedTest
  @CsvSource({
    "'Which is better for session state, Redis or Cassandra?', Redis, Cassandra, session state",
    "Is Kafka faster than RabbitMQ?, Kafka, RabbitMQ, speed",
    "Should I use actors or threads?, actors, threads, ''"
  })
  void are_two_things_and_the_respect(String question, String one, String other, String respect) {
    assertThat(Alternatives.of(question)).contains(new Alternatives(one, other, respect));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What do the documents say about retries?",
        "What do the documents say about budgets and limits?",
        "How are retries and timeouts set?"
      })
  void what_nobody_chooses_between_is_no_side(String question) {
    assertThat(Alternatives.of(question)).isEmpty();
    assertThat(Alternatives.side(question)).isEmpty();
  }

  @Test
  void each_is_asked_for_under_its_own_name() {
    var questions = new Alternatives("Redis", "Cassandra", "session state").questions();

    assertThat(questions)
        .map(question -> Alternatives.side(question).orElseThrow())
        .isEqualTo(
            List.of(
                new Alternatives.Side("Redis", "session state", "Cassandra"),
                new Alternatives.Side("Cassandra", "session state", "Redis")));
  }
}
