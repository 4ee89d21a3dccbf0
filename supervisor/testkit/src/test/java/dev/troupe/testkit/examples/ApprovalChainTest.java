package dev.troupe.testkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApprovalChainTest {
  private static Example brief(Team team) {
    return Example.of("approval-chain", team, "What is an actor?");
  }

  private static ApprovalStatus status(Example example, String state) {
    return example.rehearsal.approvals(example.id).stream()
        .filter(asked -> asked.state().equals(state))
        .findFirst()
        .orElseThrow()
        .status();
  }

  @Test
  void what_the_editor_changed_goes_out_when_two_of_legal_and_security_have_signed() {
    try (var example = brief(new Team())) {
      var editor = example.question("Editor");
      assertThat(String.valueOf(editor.details())).contains("It is known. [1]");
      example.approve(editor, "ada", "{\"markdown\": \"# Actors\\n\\nThey are known. [1]\\n\"}");

      var security = example.question("Security");
      var legal = example.question("Legal");
      assertThat(String.valueOf(legal.details())).contains("They are known. [1]");
      assertThat(example.approve(legal, "lea", null).status()).isEqualTo(ApprovalStatus.OPEN);
      example.approve(security, "sam", null);
      assertThat(example.approve(legal, "leo", null).status()).isEqualTo(ApprovalStatus.APPROVED);

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(Example.markdown(task))
          .isEqualTo(
              "# Actors\n\nThey are known. [1]\n\nApproved by editor: ada, legal: lea, legal: leo, security: sam.\n");
      assertThat(example.path())
          .containsExactly("Write", "Is there a brief", "Editor", "Legal and security", "Approved");
    }
  }

  @Test
  void one_refusal_withdraws_what_the_others_are_still_asked() {
    try (var example = brief(new Team())) {
      example.approve(example.question("Editor"), "ada", null);
      var security = example.question("Security");
      example.question("Legal");

      example.reject(security, "names a customer");

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.UNAPPROVED);
      assertThat(Example.markdown(task)).contains("Refused: names a customer", "It is known. [1]");
      assertThat(status(example, "Legal")).isEqualTo(ApprovalStatus.CANCELLED);
      assertThat(status(example, "Security")).isEqualTo(ApprovalStatus.REJECTED);
    }
  }

  @Test
  void the_chief_editor_follows_an_editor_who_is_silent_for_a_day() {
    try (var example = brief(new Team())) {
      example.question("Editor");
      example.timePasses(Duration.ofHours(24).plusSeconds(1));
      assertThat(example.question("Editor").approvers()).containsExactly("chief-editor");

      example.timePasses(Duration.ofHours(24));

      var task = example.awaitEnd();
      assertThat(task.outcome()).isEqualTo(Outcome.UNAPPROVED);
      assertThat(Example.markdown(task)).contains("Not approved. Nobody decided in time.");
      assertThat(status(example, "Editor")).isEqualTo(ApprovalStatus.EXPIRED);
    }
  }

  @Test
  void where_there_is_no_brief_nobody_is_asked() {
    var team = new Team().with("researcher", _ -> Team.NOTHING).with("writer", _ -> Team.NO_ANSWER);
    try (var example = brief(team)) {
      TaskView task = example.awaitEnd();

      assertThat(task.outcome()).isEqualTo(Outcome.NO_ANSWER);
      assertThat(example.path()).endsWith("Nothing to approve");
      assertThat(example.rehearsal.approvals(example.id)).isEmpty();
    }
  }
}
