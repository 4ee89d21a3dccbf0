package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.offline.Quantity.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      nullValues = "-",
      value = {
        "How many milliseconds does it take?~TIME",
        "How long does a lease last?~TIME",
        "How many gigabytes of storage are free?~BYTES",
        "How much memory does a pod need?~BYTES",
        "How many dollars does a call cost?~MONEY",
        "How much does a call cost?~MONEY",
        "What percentage of calls fails?~SHARE",
        "How many calls fail?~COUNT",
        "Is the error rate above or below one percent?~SHARE",
        "Does a start take more than 5 seconds?~TIME"
      })
  void knows_the_dimension_that_is_asked_for(String question, Dimension dimension) {
    assertThat(Measure.of(question)).get().extracting(Measure::dimension).isEqualTo(dimension);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "How are calls retried?",
        "What is a queue?",
        "Is a queue better than a topic?",
        "How much does it matter?"
      })
  void asks_for_nothing_else(String question) {
    assertThat(Measure.of(question)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "How many concurrent calls should be allowed?~call",
        "How many messages of the history are kept?~messag",
        "How many engineers maintain it?~engin"
      })
  void knows_what_is_counted(String question, String counted) {
    assertThat(Measure.of(question)).get().extracting(Measure::counted).isEqualTo(counted);
  }

  @Test
  void is_met_by_a_number_of_what_is_counted_and_by_no_other() {
    var replicas = Measure.of("How many replicas are there?").orElseThrow();

    assertThat(replicas.isMetBy(sentence("The journal has 3 replicas."))).isTrue();
    assertThat(replicas.isMetBy(sentence("The store keeps 3 synchronous copies."))).isTrue();
    assertThat(replicas.isMetBy(sentence("The replicas are asked 24 times a day."))).isFalse();
    assertThat(replicas.isMetBy(sentence("A price of $2 per 10 replicas."))).isFalse();
  }

  @Test
  void is_met_by_a_number_that_stands_alone_beside_what_is_counted() {
    var connections = Measure.of("How many connections may be open?").orElseThrow();
    var row = row("| Limit | Value |", "| Open connections | 2000 |");

    assertThat(connections.isMetBy(row)).isTrue();
    assertThat(connections.isMetBy(row("| Limit | Value |", "| Body size | 100 |"))).isFalse();
  }

  @Test
  void takes_what_is_paid_per_unit_for_no_length_of_time() {
    var time = Measure.of("How long may a function run?").orElseThrow();

    assertThat(time.isMetBy(sentence("A function is billed per 1 ms of execution."))).isFalse();
    assertThat(time.isMetBy(sentence("A function runs for 15 minutes."))).isTrue();
    assertThat(time.isMetBy(sentence("A function runs for a few minutes."))).isTrue();
  }

  private static Candidate sentence(String text) {
    return candidate(Passage.Kind.PROSE, text, null);
  }

  private static Candidate row(String header, String row) {
    return candidate(Passage.Kind.TABLE_ROW, row, header);
  }

  private static Candidate candidate(Passage.Kind kind, String text, @Nullable String header) {
    var passage = new Passage("p", "c", "a.md", null, 0, kind, text, List.of(text), header);
    return Candidates.of(List.of(passage)).getFirst();
  }
}
