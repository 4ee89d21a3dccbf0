package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Budget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetBoundsTest {
  @TempDir private Path folder;
  private TestNode node;

  @BeforeEach
  void start() {
    node =
        new TestNode(
            folder,
            ScriptedTeam.approving(),
            "troupe.budgets.task-at-most { money = 2.5, tokens = 1000, time = 10 minutes }");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static Submission submission(@Nullable Budget budget) {
    return new Submission(
        "default",
        null,
        "Why?",
        null,
        "report",
        null,
        List.of(),
        Map.of(),
        new Submission.Limits(null, null, budget),
        null,
        "");
  }

  @Test
  void a_submission_may_not_say_more_than_the_configuration_lets_it() {
    var budget = new Budget(2_500_000_001L, 1_001L, 9_999L, 601L, null, null);

    assertThat(get(node.tasks.submit(submission(budget))))
        .isInstanceOfSatisfying(
            SubmitReply.Invalid.class,
            invalid ->
                assertThat(invalid.faults())
                    .containsExactlyInAnyOrder(
                        new SubmitReply.Fault(
                            "/limits/budget/money", "'money' must be at most 2.5."),
                        new SubmitReply.Fault(
                            "/limits/budget/tokens", "'tokens' must be at most 1000."),
                        new SubmitReply.Fault(
                            "/limits/budget/seconds", "'seconds' must be at most 600.")));
  }

  @Test
  void as_much_is_accepted() {
    var budget = new Budget(2_500_000_000L, 1_000L, null, 600L, null, null);

    assertThat(get(node.tasks.submit(submission(budget)))).isInstanceOf(SubmitReply.Accepted.class);
  }
}
