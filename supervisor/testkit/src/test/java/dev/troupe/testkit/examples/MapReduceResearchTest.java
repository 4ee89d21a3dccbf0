package dev.troupe.testkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapReduceResearchTest {
  private static final Map<String, Object> THREE =
      Map.of(
          "questions",
          List.of("What is an actor?", "What is a cloud?", "What is an actor?", "Why?"));

  private static Example research(Team team, Map<String, Object> input) {
    return Example.of("map-reduce-research", team, "Actors", input);
  }

  private static boolean isAbout(JsonNode input, String word) {
    return input.path("question").asText().contains(word);
  }

  @Test
  void every_question_is_asked_once_and_all_are_reduced_to_one_brief() {
    var team = new Team();
    try (var example = research(team, THREE)) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(team.askedOf("researcher").stream().map(one -> one.path("question").asText()))
          .containsExactlyInAnyOrder("What is an actor?", "What is a cloud?", "Why?");
      assertThat(team.askedOf("writer").getFirst().path("research")).hasSize(3);
      assertThat(Example.markdown(task))
          .contains("It is known. [1]", "| What is a cloud? | 1 | actors.md |");
      assertThat(example.path())
          .containsExactly(
              "Are questions given",
              "Research each",
              "Reduce",
              "Is there an answer",
              "Review",
              "Is it sound",
              "Add up",
              "Answered");
    }
  }

  @Test
  void without_questions_the_planner_splits_the_goal() {
    var team = new Team().with("planner", _ -> "{\"questions\": [\"Who?\", \"Why?\"]}");
    try (var example = research(team, Map.of())) {
      assertThat(example.awaitEnd().outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(example.path()).startsWith("Are questions given", "Split", "Research each");
      assertThat(team.askedOf("researcher")).hasSize(2);
    }
  }

  @Test
  void one_that_never_answers_is_given_up_after_three_times_two_minutes_and_named() {
    var team =
        new Team()
            .with(
                "researcher",
                input -> isAbout(input, "cloud") ? Team.SILENCE : Team.claims(Example.KNOWN));
    try (var example = research(team, THREE)) {
      example.await(_ -> team.askedOf("researcher").size() == 3);
      for (var attempt = 1; attempt <= 3; attempt++) {
        assertThat(example.path()).endsWith("Research each");
        example.timePasses(Duration.ofSeconds(130));
      }

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task))
          .contains("| What is a cloud? | not researched, States.Timeout |", "| Why? | 1 |");
    }
  }

  @Test
  void one_that_fails_costs_nobody_elses_work() {
    var team =
        new Team()
            .with(
                "researcher",
                input -> {
                  if (isAbout(input, "cloud")) {
                    throw Team.unavailable();
                  }
                  return Team.claims(Example.KNOWN);
                });
    try (var example = research(team, THREE)) {
      for (var attempt = 1; attempt <= 2; attempt++) {
        example.await(task -> task.status() == TaskStatus.WAITING);
        example.timePasses(Duration.ofSeconds(5));
      }

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task)).contains("not researched, Model.Unavailable");
    }
  }

  @Test
  void what_is_refused_three_times_stands_with_its_open_comments() {
    var team = new Team().with("reviewer", _ -> Team.REFUSED);
    try (var example = research(team, THREE)) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.UNAPPROVED);
      assertThat(Example.markdown(task)).contains("## Open comments", "- Said twice.");
      assertThat(team.askedOf("writer")).hasSize(3);
      assertThat(example.path()).endsWith("Unapproved");
    }
  }

  @Test
  void where_nothing_is_found_nobody_reviews() {
    var team = new Team().with("researcher", _ -> Team.NOTHING).with("writer", _ -> Team.NO_ANSWER);
    try (var example = research(team, THREE)) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.NO_ANSWER);
      assertThat(Example.markdown(task)).isEqualToIgnoringNewLines("Nothing is known.");
      assertThat(team.askedOf("reviewer")).isEmpty();
    }
  }
}
