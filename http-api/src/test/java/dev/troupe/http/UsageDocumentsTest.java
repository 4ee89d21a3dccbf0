package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.TaskView.StepUsage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageDocumentsTest {
  private static final Usage FIRST = new Usage(1, 100, 50, new Cost("USD", 4_210_000, 0));
  private static final Usage REPAIR = new Usage(1, 10, 5, Cost.UNKNOWN);

  private static TaskView task(List<StepUsage> steps) {
    var total = steps.stream().map(StepUsage::usage).reduce(Usage.NONE, Usage::plus);
    return new TaskView(
        "t-1",
        "g",
        TaskStatus.RUNNING,
        null,
        "report",
        "abc",
        Map.of(),
        Instant.EPOCH,
        null,
        null,
        total,
        null,
        "",
        1,
        1,
        steps,
        false);
  }

  @Test
  void tells_what_each_role_used_and_each_step() {
    var task =
        task(
            List.of(
                new StepUsage("Draft", "writer", FIRST), new StepUsage("Mend", "writer", REPAIR)));

    assertThat(UsageDocuments.usage(task).toString())
        .isEqualTo(
            """
            {"modelCalls":2,"inputTokens":110,"outputTokens":55,\
            "cost":{"amount":0.00421,"currency":"USD","unpricedCalls":1},\
            "roles":{"writer":{"modelCalls":2,"inputTokens":110,"outputTokens":55,\
            "cost":{"amount":0.00421,"currency":"USD","unpricedCalls":1}}},\
            "steps":[{"state":"Draft","role":"writer","modelCalls":1,"inputTokens":100,"outputTokens":50,\
            "cost":{"amount":0.00421,"currency":"USD","unpricedCalls":0}},\
            {"state":"Mend","role":"writer","modelCalls":1,"inputTokens":10,"outputTokens":5,\
            "cost":{"amount":0,"currency":null,"unpricedCalls":1}}]}\
            """);
  }

  @Test
  void says_nothing_of_money_where_nothing_costs_any() {
    var task = task(List.of(new StepUsage("Draft", "writer", new Usage(1, 0, 0))));

    assertThat(UsageDocuments.usage(task).has("cost")).isFalse();
  }
}
