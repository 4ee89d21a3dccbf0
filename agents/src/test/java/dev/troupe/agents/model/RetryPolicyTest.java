package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final RetryPolicy policy =
      new RetryPolicy(4, Duration.ofSeconds(60), Duration.ofMillis(500));

  private Optional<Duration> pause(int failures, Optional<Duration> asked, Duration elapsed) {
    return policy.pause(failures, asked, elapsed, HOUR, 0.5);
  }

  @Test
  void a_number_below_none_is_refused_with_its_place() {
    var settings = ConfigFactory.parseString("times = -1, within = 60 s, first-pause = 1 s");

    assertThatThrownBy(() -> RetryPolicy.of(settings))
        .isInstanceOf(ConfigException.BadValue.class)
        .hasMessageContaining("troupe.models.retries.times")
        .hasMessageContaining("0 or more");
  }

  @Test
  void doubles_its_pauses_and_ends_after_four() {
    assertThat(pause(1, Optional.empty(), Duration.ZERO)).contains(Duration.ofMillis(500));
    assertThat(pause(2, Optional.empty(), Duration.ZERO)).contains(Duration.ofSeconds(1));
    assertThat(pause(4, Optional.empty(), Duration.ZERO)).contains(Duration.ofSeconds(4));
    assertThat(pause(5, Optional.empty(), Duration.ZERO)).isEmpty();
  }

  @Test
  void varies_a_pause_by_a_quarter_to_either_side() {
    assertThat(policy.pause(1, Optional.empty(), Duration.ZERO, HOUR, 0))
        .contains(Duration.ofMillis(375));
    assertThat(policy.pause(1, Optional.empty(), Duration.ZERO, HOUR, 1))
        .contains(Duration.ofMillis(625));
  }

  @Test
  void waits_as_long_as_it_is_asked_but_not_beyond_a_minute_in_all() {
    var asked = Optional.of(Duration.ofSeconds(20));

    assertThat(pause(1, asked, Duration.ofSeconds(40))).isEqualTo(asked);
    assertThat(pause(1, asked, Duration.ofSeconds(41))).isEmpty();
  }

  @Test
  void never_waits_past_the_deadline() {
    assertThat(policy.pause(1, Optional.empty(), Duration.ZERO, Duration.ofMillis(500), 0.5))
        .isEmpty();
  }

  @Test
  void reads_retry_after_as_seconds_and_as_a_date() {
    var now = Instant.parse("2026-11-20T10:00:00Z");

    assertThat(RetryAfter.parse("7", now)).contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.parse("Fri, 20 Nov 2026 10:00:30 GMT", now))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Fri, 20 Nov 2026 09:00:00 GMT", now)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
  }
}
