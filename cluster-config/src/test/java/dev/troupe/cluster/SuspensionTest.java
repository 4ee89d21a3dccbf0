package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SuspensionTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final List<Duration> gaps = new ArrayList<>();
  private final Suspension suspension =
      new Suspension(Duration.ofSeconds(5), nanos::get, gaps::add);

  @Test
  void who_looks_often_enough_was_not_suspended() {
    for (var look = 0; look < 3; look++) {
      passes(Duration.ofSeconds(5));
      assertThat(suspension.isSuspected()).isFalse();
      suspension.look();
    }

    assertThat(gaps).isEmpty();
  }

  @Test
  void a_longer_gap_is_suspected_before_the_next_look_told_by_it_and_never_forgotten() {
    passes(Duration.ofSeconds(6));

    assertThat(suspension.isSuspected()).isTrue();
    suspension.look();

    passes(Duration.ofSeconds(1));
    suspension.look();

    assertThat(gaps).containsExactly(Duration.ofSeconds(6));
    assertThat(suspension.isSuspected()).isTrue();
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
