package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void reads_ranges_and_units() {
    assertThat(Quantity.in("Cold start latency (1-5 seconds)"))
        .containsExactly(new Quantity(Dimension.TIME, 1, 5));
    assertThat(Quantity.in("about 1,500 ms"))
        .containsExactly(new Quantity(Dimension.TIME, 1.5, 1.5));
    assertThat(Quantity.in("$0.20 per 1M requests"))
        .contains(new Quantity(Dimension.MONEY, 0.2, 0.2));
    assertThat(Quantity.in("since 2014")).containsExactly(new Quantity(Dimension.YEAR, 2014, 2014));
  }

  @Test
  void reads_numbers_that_are_written_out() {
    assertThat(Quantity.in("within sixty seconds"))
        .containsExactly(new Quantity(Dimension.TIME, 60, 60));
    assertThat(Quantity.in("about one hundred words"))
        .containsExactly(new Quantity(Dimension.COUNT, 100, 100));
    assertThat(Quantity.in("the one who often waits")).isEmpty();
  }

  @Test
  void takes_the_digits_of_a_name_for_no_quantity() {
    assertThat(Quantity.in("GPT-4o answers")).isEmpty();
    assertThat(Quantity.in("Llama‑2 and S3")).isEmpty();
  }

  @Test
  void contradicts_only_in_the_same_dimension_and_beyond_rounding() {
    var seconds = new Quantity(Dimension.TIME, 1, 5);

    assertThat(seconds.contradicts(new Quantity(Dimension.TIME, 0.1, 0.1))).isTrue();
    assertThat(seconds.contradicts(new Quantity(Dimension.TIME, 5.5, 5.5))).isFalse();
    assertThat(seconds.contradicts(new Quantity(Dimension.SHARE, 90, 90))).isFalse();
  }
}
