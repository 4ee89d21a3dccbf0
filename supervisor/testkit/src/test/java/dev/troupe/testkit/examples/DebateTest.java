package dev.troupe.testkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DebateTest {
  private static Example debate(Team team, String goal) {
    return Example.of("debate", team, goal);
  }

  private static boolean isFor(String side, JsonNode input) {
    return input.path("goal").asText().equals("The case for " + side);
  }

  /** Threads have two claims to cite, actors one. */
  private static Team knowingMoreOfThreads() {
    return new Team()
        .with(
            "researcher",
            input ->
                isFor("threads", input)
                    ? Team.claims(Example.KNOWN, Example.ALSO_KNOWN)
                    : Team.claims(Example.KNOWN))
        .with(
            "writer",
            input -> Team.draft(isFor("threads", input) ? "So. [1] And so. [2]" : "So. [1]"));
  }

  @Test
  void of_two_sound_cases_the_one_with_more_evidence_wins() {
    try (var example = debate(knowingMoreOfThreads(), "For a server: actors or threads?")) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task))
          .contains("**threads** wins", "| actors | 1 | 1 | 0 |", "| threads | 2 | 1 | 0 |")
          .contains("And so. [2]");
      assertThat(example.path())
          .containsExactly(
              "Find the sides",
              "Are there two",
              "Make the cases",
              "Judge",
              "Who has won",
              "Tell",
              "How it ends",
              "Decided");
    }
  }

  @Test
  void a_case_answers_its_objections_once_and_loses_by_those_that_stand() {
    var team =
        knowingMoreOfThreads()
            .with("reviewer", input -> isFor("threads", input) ? Team.REFUSED : Team.APPROVED);
    try (var example = debate(team, "Actors or threads?")) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task))
          .contains("**Actors** wins: its case has fewer faults", "| threads | 2 | 1 | 1 |");
      assertThat(team.askedOf("writer").stream().filter(input -> isFor("threads", input)))
          .hasSize(2)
          .last()
          .satisfies(input -> assertThat(input.path("comments")).hasSize(1));
      assertThat(team.askedOf("writer").stream().filter(input -> isFor("Actors", input)))
          .hasSize(1);
      // Each case is read by its cross-examiner, the second time with the answers, and by the
      // judge.
      assertThat(team.askedOf("reviewer")).hasSize(5);
    }
  }

  @Test
  void a_tie_is_left_to_people() {
    var sides = Map.<String, Object>of("sides", List.of("actors", "threads"));
    try (var example = Example.of("debate", new Team(), "How should we serve?", sides)) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.UNAPPROVED);
      assertThat(Example.markdown(task)).contains("# How should we serve?", "A tie");
      assertThat(example.path()).endsWith("Undecided");
    }
  }

  @Test
  void where_nothing_is_known_neither_side_wins() {
    var team = new Team().with("researcher", _ -> Team.NOTHING).with("writer", _ -> Team.NO_ANSWER);
    try (var example = debate(team, "Cats or dogs?")) {
      assertThat(example.awaitEnd().outcome()).isEqualTo(Outcome.NO_ANSWER);
      assertThat(example.path()).endsWith("Nothing to judge");
    }
  }

  @Test
  void a_goal_without_two_sides_fails_and_says_how_to_give_them() {
    var team = new Team();
    try (var example = debate(team, "What is an actor?")) {
      var task = example.awaitEnd();

      assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(String.valueOf(task.failure())).contains("Debate.SidesMissing", "--input");
      assertThat(team.asked).isEmpty();
    }
  }
}
