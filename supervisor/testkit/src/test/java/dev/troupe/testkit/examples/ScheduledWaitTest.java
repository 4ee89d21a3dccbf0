package dev.troupe.testkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Its time begins at midnight before 2026-01-01. */
class ScheduledWaitTest {
  private static Example watch(Team team, Map<String, Object> input) {
    return Example.of("scheduled-wait", team, "What is an actor?", input);
  }

  private static void awaitWaiting(Example example) {
    example.await(task -> task.status() == TaskStatus.WAITING);
  }

  @Test
  void asks_at_the_hour_and_every_day_after_it_and_tells_what_is_new() {
    var team = new Team();
    team.with(
        "researcher",
        _ ->
            team.asked.size() < 3
                ? Team.claims(Example.KNOWN)
                : Team.claims(Example.KNOWN, Example.ALSO_KNOWN));
    var daily =
        Map.<String, Object>of("at", "2026-01-02T07:00:00Z", "everySeconds", 86400, "rounds", 3);
    try (var example = watch(team, daily)) {
      awaitWaiting(example);
      example.timePasses(Duration.ofHours(31).minusSeconds(1));
      assertThat(team.asked).isEmpty();

      for (var round = 1; round <= 3; round++) {
        var soFar = round;
        example.timePasses(round == 1 ? Duration.ofSeconds(1) : Duration.ofDays(1));
        example.await(_ -> team.asked.size() == soFar);
        example.await(task -> task.status() != TaskStatus.RUNNING);
      }

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task))
          .contains(
              "## Round 1, 2026-01-02T07:00:00Z\n\n- " + Example.KNOWN + " (actors.md)",
              "## Round 2, 2026-01-03T07:00:00Z\n\nNothing new.",
              "## Round 3, 2026-01-04T07:00:00Z\n\n- " + Example.ALSO_KNOWN + " (actors.md)");
      assertThat(example.path())
          .startsWith("Set the times", "Is there a start", "Until then", "Ask", "Compare")
          .containsSubsequence(
              "Until the next round", "Ask", "Until the next round", "Ask", "Told");
    }
  }

  @Test
  void without_times_it_asks_twice_five_seconds_apart() {
    var team = new Team();
    try (var example = watch(team, Map.of())) {
      awaitWaiting(example);
      example.timePasses(Duration.ofSeconds(4));
      assertThat(team.asked).hasSize(1);

      example.timePasses(Duration.ofSeconds(1));

      assertThat(example.awaitEnd().outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(team.asked).hasSize(2);
      assertThat(example.path()).doesNotContain("Until then");
    }
  }

  @Test
  void says_so_where_no_round_found_anything() {
    var team = new Team().with("researcher", _ -> Team.NOTHING);
    try (var example = watch(team, Map.of("rounds", 1))) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.NO_ANSWER);
      assertThat(Example.markdown(task)).contains("Nothing new.");
    }
  }
}
