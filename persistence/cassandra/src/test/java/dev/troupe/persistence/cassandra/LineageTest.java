package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.cassandra.Lineage.Writer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final Lineage TWO = Lineage.begunBy(List.of(10L)).takenOver(20, 5);

  @Test
  void each_number_counts_for_one_writer_only() {
    assertThat(TWO.counts(4, 10)).isTrue();
    assertThat(TWO.counts(5, 10)).isFalse();
    assertThat(TWO.counts(900, 10)).isFalse();
    assertThat(TWO.counts(4, 20)).isFalse();
    assertThat(TWO.counts(5, 20)).isTrue();
    assertThat(TWO.counts(900, 20)).isTrue();
  }

  @Test
  void the_higher_epoch_has_begun_a_journal_that_two_have_begun() {
    assertThat(Lineage.begunBy(List.of(30L, 10L)).counts(1, 30)).isTrue();
    assertThat(Lineage.begunBy(List.of(30L, 10L)).counts(1, 10)).isFalse();
  }

  @Test
  void whoever_took_over_and_wrote_nothing_leaves_no_trace() {
    assertThat(TWO.takenOver(30, 5))
        .isEqualTo(new Lineage(List.of(new Writer(10, 1), new Writer(30, 5))));
  }

  @Test
  void where_nothing_is_known_everything_counts() {
    assertThat(Lineage.UNKNOWN.counts(7, 12)).isTrue();
    assertThat(Lineage.begunBy(List.of())).isEqualTo(Lineage.UNKNOWN);
  }

  @Test
  void is_the_same_after_it_was_written_down() {
    assertThat(Lineage.read(TWO.text())).isEqualTo(TWO);
    assertThat(TWO.text()).isEqualTo("a@1 k@5");
  }

  @Test
  void forgets_the_oldest_of_very_many_and_still_takes_their_events() {
    var many =
        LongStream.rangeClosed(1, Lineage.REMEMBERED + 10L)
            .boxed()
            .reduce(Lineage.UNKNOWN, (lineage, life) -> lineage.takenOver(life, life), (a, _) -> a);

    assertThat(many.writers()).hasSize(Lineage.REMEMBERED);
    assertThat(many.counts(3, 3)).isTrue();
    assertThat(many.counts(3, 500)).isFalse();
    assertThat(many.counts(500, 500)).isTrue();
  }
}
