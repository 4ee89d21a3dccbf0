package dev.troupe.agents.model.limits;

import static dev.troupe.agents.model.limits.Crowd.PATIENCE;
import static dev.troupe.agents.model.limits.Crowd.assertIdle;
import static dev.troupe.agents.model.limits.Crowd.atOnce;
import static dev.troupe.agents.model.limits.Crowd.caller;
import static dev.troupe.agents.model.limits.Crowd.enter;
import static dev.troupe.agents.model.limits.Crowd.eventually;
import static dev.troupe.agents.model.limits.Crowd.limits;
import static dev.troupe.agents.model.limits.Crowd.waitingAre;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agents.model.limits.Crowd.Caller;
import dev.troupe.agents.model.limits.GatewayMetrics.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
  @Test
  void without_limits_nobody_waits() throws Exception {
    var gate = atOnce(0);
    var permits = new ArrayList<Permit>();
    for (int i = 0; i < 1_000; i++) {
      permits.add(enter(gate));
    }

    assertThat(gate.load().inFlight()).isEqualTo(1_000);
    permits.forEach(permit -> permit.answered(10));
    assertThat(gate.load().inFlight()).isZero();
    assertThat(gate.load().admitted()).isEqualTo(1_000);
  }

  @Test
  void what_is_told_after_the_end_has_no_effect() throws Exception {
    var gate = atOnce(2);
    try (var permit = enter(gate)) {
      permit.answered(5);
      permit.ended(Outcome.DOWN);
    }

    assertThat(gate.load().inFlight()).isZero();
    var one = enter(gate);
    var two = enter(gate);
    var three = caller(gate);
    waitingAre(gate, 1);
    one.close();
    three.permitted().close();
    two.close();
    assertIdle(gate, 2);
  }

  @Test
  void an_interrupted_waiter_leaves_its_place() throws Exception {
    var gate = atOnce(1);
    var first = enter(gate);
    var callers = new ArrayList<Caller>();
    for (int i = 0; i < 10; i++) {
      callers.add(caller(gate));
    }
    waitingAre(gate, 10);
    callers.forEach(Caller::closesAtOnce);
    for (int i = 0; i < 10; i += 2) {
      callers.get(i).thread().interrupt();
    }
    waitingAre(gate, 5);
    first.close();
    for (int i = 1; i < 10; i += 2) {
      callers.get(i).permitted();
    }

    assertThat(callers.getFirst().permit()).isCompletedExceptionally();
    assertIdle(gate, 1);
  }

  @Test
  void a_turn_that_comes_in_the_moment_of_the_interrupt_is_not_lost() throws Exception {
    var gate = atOnce(1);
    for (int i = 0; i < 1_000; i++) {
      var first = enter(gate);
      var waiter = caller(gate);
      waitingAre(gate, 1);
      var together = new CyclicBarrier(2);
      var interrupter =
          Thread.startVirtualThread(() -> {
            pass(together);
            waiter.thread().interrupt();
          });
      pass(together);
      first.close();
      interrupter.join();
      waiter.thread().join();
      if (!waiter.permit().isCompletedExceptionally()) {
        waiter.permitted().close();
      }
    }
    assertIdle(gate, 1);
  }

  private static void pass(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void whoever_waits_past_its_deadline_is_told_what_held_it_and_leaves_its_place()
      throws Exception {
    var gate = Gate.create("openai", limits(7, Optional.empty(), 10), new FakeShare(5));
    var first = enter(gate);

    assertThatThrownBy(() -> gate.enter(Crowd.of("default", Duration.ofMillis(20))))
        .isInstanceOf(Refusal.TooLate.class)
        .hasMessageContaining("openai")
        .hasMessageContaining("limits.calls-at-once = 7, of which this node has 1 (one of 5)");

    assertThat(gate.load().refused()).containsEntry(Reason.TOO_LATE, 1L);
    assertThat(gate.load().waited()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    first.close();
    assertIdle(gate, 1);
  }

  @Test
  void whoever_finds_as_many_waiting_as_may_is_told_the_limit() throws Exception {
    var gate = Gate.create("openai", limits(1, Optional.empty(), 2), Share.ALONE);
    var first = enter(gate);
    var waiters = new Caller[] {caller(gate), caller(gate)};
    waitingAre(gate, 2);

    assertThatThrownBy(() -> enter(gate))
        .isInstanceOf(Refusal.Full.class)
        .hasMessageContaining("2 calls wait")
        .hasMessageContaining("limits.waiting")
        .hasMessageContaining("limits.calls-at-once = 1");

    waiters[0].closesAtOnce();
    waiters[1].closesAtOnce();
    first.close();
    for (var waiter : waiters) {
      waiter.permitted();
    }
    assertIdle(gate, 1);
  }

  @Test
  void time_alone_lets_the_next_ones_go_even_if_whoever_watched_the_clock_has_left()
      throws Exception {
    var rate = new Rate(2, Duration.ofMillis(60));
    var gate = Gate.create("openai", limits(0, Optional.of(rate), 100), Share.ALONE);
    enter(gate);
    enter(gate);
    var callers = new ArrayList<Caller>();
    for (int i = 0; i < 8; i++) {
      callers.add(caller(gate));
    }
    callers.getFirst().thread().interrupt();
    for (var other : callers.subList(1, 8)) {
      assertThat(other.permitted()).isNotNull();
    }

    assertThat(gate.load().waiting()).isZero();
  }

  @Test
  void a_deadline_before_the_next_turn_is_kept_by_the_clock_watcher_too() throws Exception {
    var rate = new Rate(1, Duration.ofHours(1));
    var gate = Gate.create("openai", limits(0, Optional.of(rate), 100), Share.ALONE);
    enter(gate);

    assertThatThrownBy(() -> gate.enter(Crowd.of("default", Duration.ofMillis(10))))
        .isInstanceOf(Refusal.TooLate.class)
        .hasMessageContaining("requests-per-minute");
  }

  @Test
  void a_node_that_leaves_the_cluster_leaves_its_part_to_the_others() throws Exception {
    var share = new FakeShare(4);
    var gate = Gate.create("openai", limits(8, Optional.empty(), 100), share);
    assertThat(gate.load().limits()).isEqualTo(Map.of(Limit.CALLS_AT_ONCE, 2L));
    var permits = new Permit[] {enter(gate), enter(gate)};
    var waiter = caller(gate);
    waitingAre(gate, 1);

    share.becomes(2);

    waiter.permitted().close();
    assertThat(gate.load().limits()).isEqualTo(Map.of(Limit.CALLS_AT_ONCE, 4L));
    share.becomes(8);
    var late = caller(gate);
    waitingAre(gate, 1);
    permits[0].close();
    assertThat(gate.load().waiting()).isEqualTo(1);
    permits[1].close();
    late.permitted().close();
    assertIdle(gate, 1);
  }

  @Test
  void an_open_circuit_refuses_at_once_and_takes_no_turn() throws Exception {
    var limits =
        new Limits(
            "limits",
            OptionalInt.of(1),
            Optional.empty(),
            Optional.empty(),
            10,
            new CircuitSettings(50, 4, 2, Duration.ofHours(1), 1));
    var gate = Gate.create("openai", limits, Share.ALONE);
    enter(gate).ended(Outcome.DOWN);
    enter(gate).ended(Outcome.LATE);

    assertThatThrownBy(() -> enter(gate))
        .isInstanceOfSatisfying(
            Refusal.Open.class,
            open -> assertThat(open.retryAfter()).isGreaterThan(Duration.ofMinutes(59)))
        .hasMessageContaining("http://models.example/v1")
        .hasMessageContaining("limits.circuit");
    var elsewhere = new Try("default", URI.create("http://other.example/v1"), 1, PATIENCE);
    gate.enter(elsewhere).answered(1);
    assertThat(gate.load().circuits())
        .containsEntry("http://models.example/v1", "open")
        .containsEntry("http://other.example/v1", "closed");
    assertThat(gate.load().inFlight()).isZero();
  }

  @Test
  void what_the_endpoint_denies_is_no_failure_of_the_circuit() throws Exception {
    var limits =
        new Limits(
            "limits",
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            10,
            new CircuitSettings(50, 4, 2, Duration.ofHours(1), 1));
    var gate = Gate.create("openai", limits, Share.ALONE);
    for (int i = 0; i < 10; i++) {
      enter(gate).ended(Outcome.DENIED);
      enter(gate).ended(Outcome.UNREADABLE);
      enter(gate).close();
    }

    assertThat(gate.load().circuits()).containsValue("closed");
  }

  @Test
  void a_refused_caller_gets_the_refusal_and_nothing_else() throws Exception {
    var gate = Gate.create("openai", limits(1, Optional.empty(), 0), Share.ALONE);
    var first = enter(gate);
    var refused = caller(gate);
    eventually(refused.permit()::isDone);

    assertThatThrownBy(refused::permitted)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Refusal.Full.class);
    first.close();
    assertIdle(gate, 1);
  }
}
