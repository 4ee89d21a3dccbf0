package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairPlacesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final FairPlaces places = new FairPlaces(1);
  private final BlockingQueue<String> served = new LinkedBlockingQueue<>();

  /** Comes back once the thread waits. */
  private Thread waiting(String tenant) {
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (places.take(tenant, LONG)) {
                  served.add(tenant);
                }
              } catch (InterruptedException stopped) {
                served.add("stopped");
              }
            });
    while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private String next() throws InterruptedException {
    return String.valueOf(served.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void tenants_get_their_turn_one_after_the_other_however_many_calls_one_has() throws Exception {
    assertThat(places.take("a", Duration.ZERO)).isTrue();
    List.of("a", "a", "a", "b").forEach(this::waiting);

    var order = new ArrayList<String>();
    for (int turn = 0; turn < 4; turn++) {
      places.give();
      order.add(next());
    }

    assertThat(order).containsExactly("a", "b", "a", "a");
  }

  @Test
  void nobody_waits_longer_than_there_is_time() throws Exception {
    assertThat(places.take("a", Duration.ZERO)).isTrue();

    assertThat(places.take("b", Duration.ofMillis(1))).isFalse();
    assertThat(places.take("b", Duration.ofSeconds(-1))).isFalse();

    places.give();
    assertThat(places.take("b", Duration.ZERO)).isTrue();
  }

  @Test
  void who_is_interrupted_leaves_the_line() throws Exception {
    assertThat(places.take("a", Duration.ZERO)).isTrue();
    var first = waiting("a");
    waiting("b");

    first.interrupt();
    assertThat(next()).isEqualTo("stopped");
    places.give();

    assertThat(next()).isEqualTo("b");
  }
}
