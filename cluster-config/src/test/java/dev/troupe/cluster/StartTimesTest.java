package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartTimesTest {

  @Test
  void a_line_says_how_long_ago_the_launcher_began_what_was_done_and_on_which_thread() {
    Instant began = Instant.parse("2026-01-01T00:00:00.000100Z");
    long micros = began.getEpochSecond() * 1_000_000 + 100;

    assertThat(StartTimes.line(micros, began.plusMillis(421), "main", "store open"))
        .isEqualTo("start:  421 ms  store open  (main)");
  }
}
