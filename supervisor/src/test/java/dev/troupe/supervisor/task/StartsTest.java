package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Starts starts = new Starts(PATIENCE);

  private static Work attempt(int number) {
    return new Work(
        1,
        number,
        Work.NO_AGENT,
        "workflow:w",
        "hash",
        "",
        new Held(json("{}"), new Value.Reference(1, "input")),
        NOW,
        NOW.plusSeconds(60),
        null,
        null,
        false,
        null);
  }

  @Test
  void the_answer_to_one_attempt_says_nothing_of_another() {
    starts.begin(attempt(1), NOW);
    starts.begin(attempt(2), NOW);

    starts.answered(1, 2, true);

    assertThat(starts.isDurable(attempt(2))).isTrue();
    assertThat(starts.isUnderWay(attempt(1))).isTrue();
    assertThat(starts.isDurable(attempt(1))).isFalse();

    starts.answered(1, 1, true);
    assertThat(starts.isUnderWay(attempt(1))).isFalse();
  }

  @Test
  void an_overtaken_attempt_is_kept_until_it_is_answered() {
    starts.begin(attempt(1), NOW);
    starts.keep(List.of(attempt(2)));
    assertThat(starts.isUnderWay(attempt(1))).isTrue();

    starts.answered(1, 1, false);
    starts.keep(List.of(attempt(2)));
    assertThat(starts.nextDueAt()).isEmpty();
  }

  @Test
  void what_is_not_durable_is_due_again_after_a_while() {
    assertThat(starts.isDue(attempt(1), NOW)).isTrue();
    starts.begin(attempt(1), NOW);
    assertThat(starts.isDue(attempt(1), NOW.plusSeconds(4))).isFalse();
    assertThat(starts.nextDueAt()).contains(NOW.plus(PATIENCE));
    assertThat(starts.isDue(attempt(1), NOW.plus(PATIENCE))).isTrue();

    starts.answered(1, 1, true);
    assertThat(starts.isDue(attempt(1), NOW.plus(PATIENCE))).isFalse();
    assertThat(starts.nextDueAt()).isEmpty();
  }
}
