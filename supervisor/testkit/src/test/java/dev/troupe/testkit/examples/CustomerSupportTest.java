package dev.troupe.testkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CustomerSupportTest {
  private static Example ask(Team team, String goal) {
    return Example.of("customer-support", team, goal);
  }

  @Test
  void what_the_documents_answer_goes_out_without_people() {
    var team =
        new Team().with("planner", _ -> "{\"questions\": [\"What is an actor?\", \"And why?\"]}");
    try (var example = ask(team, "What is an actor, and why?")) {
      var task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task)).contains("It is known. [1]");
      assertThat(example.path())
          .containsExactly(
              "Take in",
              "Is a person wanted",
              "Split",
              "Look up",
              "Is anything known",
              "Write",
              "Check",
              "May it go out",
              "Answered");
      assertThat(team.askedOf("researcher")).hasSize(2);
      assertThat(example.rehearsal.approvals(example.id)).isEmpty();
    }
  }

  @Test
  void what_they_do_not_answer_a_colleague_answers() {
    try (var example = ask(new Team().with("researcher", _ -> Team.NOTHING), "Why is it late?")) {
      var asked = example.question("Ask a colleague");
      assertThat(asked.approvers()).containsExactly("support");
      assertThat(String.valueOf(asked.details())).contains("The documents do not answer this.");

      example.approve(asked, "ada", "{\"answer\": \"The lorry broke down.\"}");

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task)).isEqualTo("The lorry broke down.");
      assertThat(example.path()).doesNotContain("Write").endsWith("Answered by a colleague");
    }
  }

  @Test
  void a_draft_refused_twice_goes_to_a_colleague_who_sends_it_as_it_is() {
    var team = new Team().with("reviewer", _ -> Team.REFUSED);
    try (var example = ask(team, "What is an actor?")) {
      var asked = example.question("Ask a colleague");
      assertThat(String.valueOf(asked.details())).contains("It is known.", "Said twice.");
      assertThat(team.askedOf("writer")).hasSize(2);
      assertThat(team.askedOf("writer").getLast().path("comments")).hasSize(1);

      example.approve(asked, "ada", null);

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task)).contains("It is known. [1]");
    }
  }

  @Test
  void the_team_lead_is_asked_after_four_hours_and_nobody_after_a_day() {
    try (var example = ask(new Team().with("researcher", _ -> Team.NOTHING), "Why is it late?")) {
      example.question("Ask a colleague");
      example.timePasses(Duration.ofHours(3));
      assertThat(example.question("Ask a colleague").level()).isZero();

      example.timePasses(Duration.ofHours(1).plusSeconds(1));
      assertThat(example.question("Ask a colleague").approvers()).containsExactly("team-lead");

      example.timePasses(Duration.ofDays(1));
      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.NO_ANSWER);
      assertThat(Example.markdown(task)).contains("Nobody has answered yet");
    }
  }

  @Test
  void who_wants_a_person_gets_one_without_a_model_call() {
    var team = new Team();
    try (var example = ask(team, "I want a refund!")) {
      example.reject(example.question("Ask a colleague"), "outside the 30 days");

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.UNAPPROVED);
      assertThat(Example.markdown(task)).contains("We do not answer this: outside the 30 days");
      assertThat(team.asked).isEmpty();
    }
  }

  @Test
  void a_model_that_is_down_is_tried_again_and_then_leaves_the_customer_to_people() {
    var team =
        new Team()
            .with(
                "planner",
                _ -> {
                  throw Team.unavailable();
                });
    try (var example = ask(team, "What is an actor?")) {
      for (var attempt = 1; attempt <= 2; attempt++) {
        example.await(task -> task.status() == TaskStatus.WAITING);
        example.timePasses(Duration.ofSeconds(5));
      }

      var asked = example.question("Ask a colleague");
      assertThat(team.askedOf("planner")).hasSize(3);
      assertThat(String.valueOf(asked.details()))
          .contains("A step has failed: Model.Unavailable: the provider is down");
    }
  }
}
