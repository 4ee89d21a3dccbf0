package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.cassandra.Claiming.Row;
import dev.troupe.persistence.cassandra.Claiming.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimingTest {
  private static final String HERE = "here";
  private static final Optional<Row> OURS = Optional.of(new Row(10, HERE));
  private static final Optional<Row> OF_ANOTHER = Optional.of(new Row(20, "other"));

  @Test
  void what_begins_goes_above_whoever_had_it() {
    assertThat(first(new Claiming.Fresh(), Optional.empty())).isEqualTo(new Step.Put(5));
    assertThat(first(new Claiming.Fresh(), OF_ANOTHER)).isEqualTo(new Step.Put(21));
    assertThat(first(new Claiming.Fresh(), OURS)).isEqualTo(new Step.Put(11));
  }

  @Test
  void it_has_lost_once_another_appears_behind_its_first_look() {
    var begun = new Claiming.Fresh().round(OURS, HERE, 5).next();

    assertThat(first(begun, OF_ANOTHER)).isEqualTo(new Step.Lost(OF_ANOTHER.get()));
    assertThat(first(begun, OURS)).isEqualTo(new Step.Put(11));
  }

  @Test
  void a_number_of_its_own_that_it_was_not_told_of_is_no_loss() {
    var begun = new Claiming.Fresh().round(OF_ANOTHER, HERE, 5).next();

    assertThat(first(begun, Optional.of(new Row(21, HERE)))).isEqualTo(new Step.Put(22));
  }

  @Test
  void what_is_held_is_renewed_as_long_as_it_is_held() {
    var renewal = new Claiming.Renewal(15);

    assertThat(first(renewal, OURS)).isEqualTo(new Step.Put(16));
    assertThat(first(renewal, OF_ANOTHER)).isEqualTo(new Step.TakenOver(OF_ANOTHER));
    assertThat(first(renewal, Optional.empty())).isEqualTo(new Step.TakenOver(Optional.empty()));
  }

  private static Step first(Claiming claiming, Optional<Row> found) {
    return claiming.round(found, HERE, 5).step();
  }
}
