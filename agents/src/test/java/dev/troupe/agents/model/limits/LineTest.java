package dev.troupe.agents.model.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.limits.Line.Arrival;
import dev.troupe.agents.model.limits.Line.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineTest {
  private static final long SECOND = 1_000_000_000L;

  private static Line atOnce(int calls, int waiting) {
    return new Line(new Allowance(calls, Optional.empty(), Optional.empty()), waiting);
  }

  private static Allowance perMinute(int requests, int tokens) {
    return new Allowance(
        Integer.MAX_VALUE,
        Optional.of(Rate.perMinute(requests)),
        Optional.of(Rate.perMinute(tokens)));
  }

  private static Place of(String tenant) {
    return new Place(tenant, 1);
  }

  /** Ends whoever goes, and so on until nobody waits. */
  private static List<Place> drained(Line line, Place first) {
    var order = new ArrayList<Place>();
    line.end(first, 1, 0);
    for (var next = line.next(0); next.isPresent(); next = line.next(0)) {
      order.add(next.get());
      line.end(next.get(), 1, 0);
    }
    return order;
  }

  @Test
  void tenants_take_turns_and_each_tenants_calls_keep_their_order() {
    var line = atOnce(1, 100);
    var first = of("a");
    line.arrive(first, 0);
    var a1 = of("a");
    var a2 = of("a");
    var a3 = of("a");
    var b1 = of("b");
    var b2 = of("b");
    var c1 = of("c");
    for (var place : List.of(a1, a2, a3, b1, b2, c1)) {
      assertThat(line.arrive(place, 0)).isEqualTo(Arrival.WAITS);
    }

    assertThat(drained(line, first)).containsExactly(a1, b1, c1, a2, b2, a3);
    assertThat(line.inFlight()).isZero();
  }

  @Test
  void a_tenant_with_a_thousand_calls_holds_another_up_by_one() {
    var line = atOnce(1, 2_000);
    var first = of("a");
    line.arrive(first, 0);
    for (int i = 0; i < 1_000; i++) {
      line.arrive(of("a"), 0);
    }
    var other = of("b");
    line.arrive(other, 0);

    assertThat(drained(line, first).indexOf(other)).isEqualTo(1);
  }

  @Test
  void whoever_leaves_is_passed_over_and_leaves_once() {
    var line = atOnce(1, 10);
    var first = of("a");
    line.arrive(first, 0);
    var gone = of("a");
    var stays = of("a");
    line.arrive(gone, 0);
    line.arrive(stays, 0);

    assertThat(line.leave(gone)).isTrue();
    assertThat(line.leave(gone)).isFalse();
    assertThat(line.waiting()).isEqualTo(1);
    assertThat(drained(line, first)).containsExactly(stays);
  }

  @Test
  void beyond_the_bound_nobody_may_wait() {
    var line = atOnce(1, 1);
    line.arrive(of("a"), 0);

    assertThat(line.arrive(of("a"), 0)).isEqualTo(Arrival.WAITS);
    assertThat(line.arrive(of("b"), 0)).isEqualTo(Arrival.FULL);
    assertThat(line.waiting()).isEqualTo(1);
  }

  @Test
  void nobody_overtakes_those_who_wait() {
    var line = new Line(perMinute(100, 10), 10);
    line.arrive(new Place("a", 8), 0);
    assertThat(line.arrive(new Place("a", 8), 0)).isEqualTo(Arrival.WAITS);

    assertThat(line.arrive(new Place("b", 1), 0)).isEqualTo(Arrival.WAITS);
  }

  @Test
  void says_when_the_next_may_go_and_what_holds_it() {
    var line = new Line(perMinute(100, 10), 10);
    line.arrive(new Place("a", 8), 0);
    var waits = new Place("a", 8);
    line.arrive(waits, 0);

    assertThat(line.holding(waits, 0)).isEqualTo(Limit.TOKENS_PER_MINUTE);
    assertThat(line.nextAt(0)).isEqualTo(61 * SECOND);
    assertThat(line.next(61 * SECOND - 1)).isEmpty();
    assertThat(line.next(61 * SECOND)).contains(waits);
  }

  @Test
  void tokens_that_were_not_spent_let_the_next_go_at_once() {
    var line = new Line(perMinute(100, 10), 10);
    var first = new Place("a", 8);
    line.arrive(first, 0);
    var waits = new Place("a", 8);
    line.arrive(waits, 0);

    line.end(first, 2, SECOND);

    assertThat(line.next(SECOND)).contains(waits);
  }

  @Test
  void tokens_beyond_the_estimate_count_too() {
    var line = new Line(perMinute(100, 10), 10);
    var first = new Place("a", 1);
    line.arrive(first, 0);

    line.end(first, 10, 0);

    assertThat(line.arrive(new Place("a", 1), 0)).isEqualTo(Arrival.WAITS);
  }

  @Test
  void what_was_not_sent_counts_as_no_request() {
    var line = new Line(perMinute(1, 10), 10);
    var first = of("a");
    line.arrive(first, 0);

    line.undo(first, 0);

    assertThat(line.arrive(of("a"), 0)).isEqualTo(Arrival.GOES);
  }

  @Test
  void a_limit_that_was_raised_lets_those_go_who_wait() {
    var line = atOnce(1, 10);
    line.arrive(of("a"), 0);
    var waits = of("a");
    line.arrive(waits, 0);
    assertThat(line.next(0)).isEmpty();
    assertThat(line.nextAt(0)).isEqualTo(Line.NEVER);

    line.allow(new Allowance(2, Optional.empty(), Optional.empty()));

    assertThat(line.next(0)).contains(waits);
  }

  @Test
  void a_limit_that_was_lowered_lets_nobody_go_until_as_many_have_ended() {
    var line = atOnce(3, 10);
    var one = of("a");
    var two = of("a");
    var three = of("a");
    for (var place : List.of(one, two, three)) {
      line.arrive(place, 0);
    }
    var waits = of("a");
    line.arrive(waits, 0);
    line.allow(new Allowance(1, Optional.empty(), Optional.empty()));

    line.end(one, 1, 0);
    line.end(two, 1, 0);
    assertThat(line.next(0)).isEmpty();
    line.end(three, 1, 0);
    assertThat(line.next(0)).contains(waits);
  }
}
