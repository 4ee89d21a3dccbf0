package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Amounts;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReservationsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final Reservations reservations = new Reservations(Map.of());

  private static Amounts tokens(long tokens) {
    return new Amounts(0, tokens, 1, 0);
  }

  @Test
  void the_same_call_again_needs_no_second_place() {
    reservations.add("a", tokens(60), NOW);
    reservations.add("a", tokens(50), NOW.plusSeconds(1));

    assertThat(reservations.forOthersThan("a")).isEqualTo(Amounts.NONE);
    assertThat(reservations.forOthersThan("b")).isEqualTo(tokens(50));
    assertThat(reservations.nextExpiry()).contains(NOW.plusSeconds(1));
  }

  @Test
  void what_has_ended_leaves_no_trace() {
    reservations.add("a", tokens(60), NOW);
    reservations.add("b", tokens(10), NOW.plusSeconds(1));

    reservations.remove("a");
    reservations.remove("never there");

    assertThat(reservations.forOthersThan("c")).isEqualTo(tokens(10));
    assertThat(reservations.nextExpiry()).contains(NOW.plusSeconds(1));
    reservations.remove("b");
    assertThat(reservations.isEmpty()).isTrue();
    assertThat(reservations.nextExpiry()).isEmpty();
  }

  @Test
  void a_call_that_never_told_its_end_counts_in_full_once() {
    reservations.add("a", tokens(60), NOW);
    reservations.add("b", tokens(7), NOW);
    reservations.add("c", tokens(1), NOW.plusSeconds(1));

    assertThat(reservations.expire(NOW.minusMillis(1))).isEqualTo(Amounts.NONE);
    assertThat(reservations.expire(NOW)).isEqualTo(new Amounts(0, 67, 2, 0));
    assertThat(reservations.expire(NOW)).isEqualTo(Amounts.NONE);
    assertThat(reservations.all()).containsOnlyKeys("c");
  }
}
