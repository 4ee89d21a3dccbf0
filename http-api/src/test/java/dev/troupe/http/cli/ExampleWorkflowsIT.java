package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The example workflows as a user runs them first: offline, on the program's own documents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExampleWorkflowsIT {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir private static Path folder;

  private @Nullable OwnServer started;

  @BeforeAll
  void start() {
    started = new OwnServer(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private OwnServer server() {
    return Objects.requireNonNull(started);
  }

  private Ran run(String goal, String workflow, String input) {
    var file = PageExamples.folder().resolve("../../examples/workflows/" + workflow + ".asl.yaml");
    return server().run("run", goal, "--workflow", file.toString(), "--input", input, "--quiet");
  }

  @Test
  void customer_support_answers_both_questions_of_a_customer() {
    Ran ran =
        run("What does a supervisor do, and why are agents actors?", "customer-support", "null");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("A supervisor is the one who decides", "## Why are agents actors?", "[2]");
  }

  @Test
  void customer_support_hands_a_question_of_another_world_to_a_colleague() throws Exception {
    var running = background("What does a tram ticket cost?", "customer-support", "null");

    var approval = server().newApproval("What do we answer?");
    server().run("approve", approval, "--edits", "{\"answer\": \"3 EUR.\"}");

    Ran ran = running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().strip()).isEqualTo("3 EUR.");
  }

  @Test
  void map_reduce_tells_what_each_question_rests_on() {
    Ran ran =
        run(
            "How do agents survive failure?",
            "map-reduce-research",
            "{\"questions\": [\"What does a supervisor do?\", \"What does a tram ticket cost?\"]}");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "| What does a supervisor do? | 6 | supervisors-and-actors.md |",
            "| What does a tram ticket cost? | found nothing |");
  }

  @Test
  void a_debate_ends_with_a_verdict_and_both_cases() {
    Ran ran = run("Event sourcing or a checkpoint?", "debate", "null");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("** wins: ", "## The case for Event sourcing", "## The case for a checkpoint");
  }

  @Test
  void an_approval_chain_waits_for_each_of_its_people() throws Exception {
    var running = background("What does a supervisor do?", "approval-chain", "null");

    decide("May this brief go to legal", "ada");
    var legal = server().newApproval("Legal, two of you");
    for (var voter : List.of("lea", "leo")) {
      assertThat(server().run("approve", legal, "--as", voter).exit()).isZero();
    }
    assertThat(running.isDone()).isFalse();
    decide("Security", "sam");

    Ran ran = running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("A supervisor is the one who decides")
        .contains("Approved by editor: ada, legal: lea, legal: leo, security: sam.");
  }

  private void decide(String question, String voter) {
    Ran ran = server().run("approve", server().newApproval(question), "--as", voter);
    assertThat(ran.out().strip()).as(ran.err()).isEqualTo("approved");
  }

  @Test
  void a_scheduled_wait_comes_back_and_tells_that_nothing_is_new() {
    Ran ran = run("What does a supervisor do?", "scheduled-wait", "{\"everySeconds\": 1}");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .containsSubsequence(
            "## Round 1, ", "- A supervisor is the one", "## Round 2, ", "Nothing new.");
  }

  private CompletableFuture<Ran> background(String goal, String workflow, String input) {
    return CompletableFuture.supplyAsync(
        () -> run(goal, workflow, input), Thread::startVirtualThread);
  }
}
