package dev.troupe.agents.model.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final Rate TEN = Rate.perMinute(10);

  private final Window window = new Window();

  @Test
  void lets_the_rate_go_at_once_and_no_more_until_a_minute_has_passed() {
    for (int i = 0; i < 10; i++) {
      assertThat(window.free(TEN, 1, 0)).isZero();
      window.spend(TEN, 1, 0);
    }

    assertThat(window.free(TEN, 1, 0)).isEqualTo(61 * SECOND);
    assertThat(window.free(TEN, 1, 61 * SECOND)).isEqualTo(61 * SECOND);
  }

  @Test
  void what_is_given_back_can_be_spent_again() {
    var slot = window.spend(TEN, 10, 0);

    window.giveBack(slot, 4, SECOND);

    assertThat(window.free(TEN, 4, SECOND)).isEqualTo(SECOND);
    assertThat(window.free(TEN, 5, SECOND)).isGreaterThan(SECOND);
  }

  @Test
  void what_is_given_back_too_late_changes_nothing() {
    var slot = window.spend(TEN, 10, 0);
    window.spend(TEN, 3, 62 * SECOND);

    window.giveBack(slot, 10, 62 * SECOND);

    assertThat(window.spent(62 * SECOND)).isEqualTo(3);
  }

  @Test
  void what_is_more_than_the_whole_rate_waits_for_an_empty_minute_and_goes() {
    window.spend(TEN, 1, 0);

    assertThat(window.free(TEN, 50, SECOND)).isEqualTo(61 * SECOND);

    window.spend(TEN, 50, 61 * SECOND);
    assertThat(window.free(TEN, 1, 62 * SECOND)).isEqualTo((61 + 61) * SECOND);
  }

  @Test
  void no_minute_ever_sees_more_than_the_rate_whatever_comes_when() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var spent = new ArrayList<long[]>();
    long now = 0;
    for (int i = 0; i < 5_000; i++) {
      now += (long) (random.nextDouble() * 10 * SECOND);
      long amount = 1L + random.nextInt(10);
      if (window.free(TEN, amount, now) == now) {
        window.spend(TEN, amount, now);
        spent.add(new long[] {now, amount});
      }
    }

    assertThat(spent).as("seed %d", seed).hasSizeGreaterThan(100);
    for (int last = 0; last < spent.size(); last++) {
      long sum = 0;
      for (int i = last; i >= 0 && spent.get(last)[0] - spent.get(i)[0] < MINUTE; i--) {
        sum += spent.get(i)[1];
      }
      assertThat(sum)
          .as("the minute before %d, seed %d", spent.get(last)[0], seed)
          .isLessThanOrEqualTo(10);
    }
  }

  @Test
  void whoever_comes_when_it_is_said_to_be_free_finds_it_free() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    long now = 0;
    for (int i = 0; i < 2_000; i++) {
      long amount = 1L + random.nextInt(12);
      now = window.free(TEN, amount, now);
      assertThat(window.free(TEN, amount, now)).as("seed %d", seed).isEqualTo(now);
      window.spend(TEN, amount, now);
    }
    assertThat(now)
        .as("2000 tries of 6.5 on average at 10 a minute, seed %d", seed)
        .isGreaterThan(900 * MINUTE);
  }

  @Test
  void a_rate_is_divided_and_where_less_than_one_is_left_its_time_is_longer() {
    assertThat(Rate.perMinute(100).dividedBy(3)).isEqualTo(Rate.perMinute(33));
    assertThat(Rate.perMinute(60).dividedBy(100)).isEqualTo(new Rate(1, Duration.ofSeconds(100)));
  }
}
