package dev.troupe.agents.model.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.limits.Circuit.Leave;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final CircuitSettings SETTINGS =
      new CircuitSettings(50, 10, 4, Duration.ofSeconds(5), 2);

  private final AtomicLong nanos = new AtomicLong();
  private final Circuit circuit = new Circuit(SETTINGS, nanos::get);

  private void fails(int times) {
    for (int i = 0; i < times; i++) {
      circuit.end(circuit.begin(), false);
    }
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void opens_when_so_many_of_the_last_failed_and_says_for_how_long() {
    fails(3);
    assertThat(circuit.openFor()).isEmpty();

    fails(1);

    assertThat(circuit.openFor()).contains(Duration.ofSeconds(5));
    passes(Duration.ofSeconds(2));
    assertThat(circuit.openFor()).contains(Duration.ofSeconds(3));
    assertThat(circuit.begin()).isEqualTo(Leave.NONE);
    assertThat(circuit.state()).isEqualTo("open");
  }

  @Test
  void tries_again_with_a_few_and_closes_if_they_work() {
    fails(4);
    passes(Duration.ofSeconds(6));

    var one = circuit.begin();
    var two = circuit.begin();
    assertThat(one).isEqualTo(Leave.TRIAL);
    assertThat(two).isEqualTo(Leave.TRIAL);
    assertThat(circuit.begin()).isEqualTo(Leave.NONE);
    assertThat(circuit.state()).isEqualTo("half-open");

    circuit.end(one, true);
    circuit.end(two, true);
    assertThat(circuit.begin()).isEqualTo(Leave.USUAL);
    assertThat(circuit.state()).isEqualTo("closed");
  }

  @Test
  void opens_again_if_they_fail() {
    fails(4);
    passes(Duration.ofSeconds(6));
    var one = circuit.begin();
    var two = circuit.begin();

    circuit.end(one, false);
    circuit.end(two, false);

    assertThat(circuit.openFor()).contains(Duration.ofSeconds(5));
  }

  @Test
  void a_trial_that_was_stopped_leaves_its_place_to_another() {
    fails(4);
    passes(Duration.ofSeconds(6));
    var one = circuit.begin();
    circuit.begin();

    circuit.stopped(one);

    assertThat(circuit.begin()).isEqualTo(Leave.TRIAL);
  }

  @Test
  void an_old_try_that_fails_late_does_not_open_it_again() {
    var old1 = circuit.begin();
    var old2 = circuit.begin();
    fails(4);
    passes(Duration.ofSeconds(6));
    var one = circuit.begin();
    var two = circuit.begin();

    circuit.end(old1, false);
    circuit.end(old2, false);
    circuit.end(one, true);
    circuit.end(two, true);

    assertThat(circuit.state()).isEqualTo("closed");
  }

  @Test
  void answers_that_take_minutes_do_not_open_it() {
    for (int i = 0; i < 20; i++) {
      var leave = circuit.begin();
      passes(Duration.ofMinutes(10));
      circuit.end(leave, true);
    }

    assertThat(circuit.state()).isEqualTo("closed");
  }
}
