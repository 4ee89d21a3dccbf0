package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.persistence.cassandra.TakeOverSimulation.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TakeOverSimulationTest {
  private static final int RUNS = 5_000;
  private static final int STEPS = 80;

  @Test
  void nobody_ends_or_overtakes_the_owner_and_no_row_that_is_lost_is_written_on() {
    run(EnumSet.allOf(Rule.class), true);
  }

  @ParameterizedTest
  @EnumSource(names = {"HALT", "GUARD", "READ_BACK", "STRANGERS"})
  void none_of_these_can_be_left_out(Rule rule) {
    assertFails(without(rule), true);
  }

  /** Nobody is seen, as in a store that takes no more rows of nodes. */
  @Test
  void what_is_held_is_not_claimed_back_though_nobody_is_seen() {
    run(without(Rule.STRANGERS), false);
    assertFails(without(Rule.STRANGERS, Rule.RENEWAL), false);
  }

  /** As if it was suspended behind its last question whether it was. */
  @Test
  void a_claim_that_was_under_way_loses_though_nothing_else_stops_it() {
    run(without(Rule.STRANGERS, Rule.GUARD), false);
    assertFails(without(Rule.STRANGERS, Rule.GUARD, Rule.LOST), false);
  }

  private static Set<Rule> without(Rule... rules) {
    return EnumSet.complementOf(EnumSet.copyOf(List.of(rules)));
  }

  private static void assertFails(Set<Rule> rules, boolean isBegunAnew) {
    assertThatThrownBy(() -> run(rules, isBegunAnew)).isInstanceOf(AssertionError.class);
  }

  private static void run(Set<Rule> rules, boolean isBegunAnew) {
    for (var seed = 0; seed < RUNS; seed++) {
      try {
        new TakeOverSimulation(new Random(seed), rules, isBegunAnew).run(STEPS);
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed %d without %s: %s"
                .formatted(seed, EnumSet.complementOf(EnumSet.copyOf(rules)), e.getMessage()),
            e);
      }
    }
  }
}
