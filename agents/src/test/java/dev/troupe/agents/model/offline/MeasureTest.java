package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MeasureTest {

  @ParameterizedTest
  @CsvSource({
    "How much does a call cost?, MONEY",
    "How much time does a cold start cost?, TIME",
    "How much latency does a hop cost?, TIME",
    "How much memory does an agent cost?, BYTES",
    "How long does a write take?, TIME",
    "What percentage of calls fail?, SHARE",
    "How many retries are made?, COUNT",
    "How many minutes does a restart take?, TIME",
    "Is the payload larger than 256 KB?, BYTES"
  })
  void is_of_the_dimension_that_is_asked_for(String question, Dimension dimension) {
    assertThat(Measure.of(question)).map(Measure::dimension).contains(dimension);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"How is state kept?", "What does a cold start cost?", "Why does it wait?"})
  void is_none_where_no_figure_is_asked_for(String question) {
    assertThat(Measure.of(question)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a write takes 50 microseconds, TIME, 0.00005",
    "a write takes 50 µs, TIME, 0.00005",
    "it cost 2 million dollars, MONEY, 2000000",
    "it cost $2 million, MONEY, 2000000",
    "it keeps 3 petabytes, BYTES, 3e15",
    "it serves 150 thousand calls, COUNT, 150000",
    "at most 5 seconds, TIME, 5"
  })
  void figures_are_read_with_their_unit(String text, Dimension dimension, double value) {
    var read = Quantity.in(text);

    assertThat(read).singleElement().extracting(Quantity::dimension).isEqualTo(dimension);
    assertThat(read.getFirst().low()).isCloseTo(value, withinPercentage(0.001));
  }
}
