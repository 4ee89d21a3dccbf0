package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program with SIGKILL while a call is reserved, and lets it go on. */
class BudgetKillIT {
  private static final String THREE_STEPS =
      """
      {'StartAt':'One','States':{
        'One':{'Type':'Task','Resource':'agent:scribe','Next':'Two'},
        'Two':{'Type':'Task','Resource':'agent:scribe','Next':'Three'},
        'Three':{'Type':'Task','Resource':'agent:scribe','End':true}}}
      """;

  /** As the endpoint counts: 12 tokens read at 100, 8 written at 200 for a million. */
  private static final BigDecimal COST_OF_A_CALL = new BigDecimal("0.0028");

  @TempDir Path folder;

  @Test
  void what_was_spent_is_counted_once_and_the_budget_holds_behind_the_kill() throws Exception {
    try (var models = ModelEndpoint.start(Duration.ZERO)) {
      String id;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        var done = submit(client, "{'modelCalls':1,'exhausted':'stop'}");
        assertThat(client.await(done).at("/error/type").textValue()).isEqualTo("Budget.Exhausted");
        assertThat(answers(models, done)).isEqualTo(1);

        models.answerAfter(Duration.ofSeconds(60));
        id = submit(client, "{'modelCalls':2,'exhausted':'finish'}");
        // The first call of this task is under way, and stays so: its reservation dies with it.
        first.until("the task's first step", () -> assigned(client, id));
        first.until(
            "a call on its way", () -> Optional.of(true).filter(_ -> models.underWay() > 0));
        first.kill();
      }
      models.answerAfter(Duration.ZERO);
      try (var second = serve(models)) {
        var client = new Client(second.url());
        var task = client.await(id);

        assertThat(task.path("status").textValue()).isEqualTo("completed");
        assertThat(task.path("outcome").textValue()).isEqualTo("unfinished");
        assertThat(answers(models, id)).isEqualTo(2);
        assertThat(task.at("/usage/modelCalls").intValue()).isEqualTo(2);
        assertThat(task.at("/usage/cost/amount").decimalValue())
            .isEqualByComparingTo(COST_OF_A_CALL.multiply(BigDecimal.TWO));
        assertThat(task.at("/usage/roles/scribe/modelCalls").intValue()).isEqualTo(2);
      }
    }
  }

  @Test
  void people_raise_a_budget_and_the_task_goes_on() throws Exception {
    try (var models = ModelEndpoint.start(Duration.ZERO);
        var program = serve(models)) {
      var client = new Client(program.url());
      var id = submit(client, "{'money':1,'modelCalls':2,'exhausted':'ask'}");
      var approval = "/v1/approvals/" + id + ".3.1";
      program.until(
          "an approval",
          () ->
              Optional.of(client.get(approval))
                  .filter(asked -> asked.path("status").asText().equals("open")));

      var taken = client.post(approval, json("{'decision':'approve','edits':{'modelCalls':1}}"));

      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
      assertThat(client.await(id).path("outcome").textValue()).isEqualTo("answered");
      assertThat(answers(models, id)).isEqualTo(3);
    }
  }

  private static long answers(ModelEndpoint models, String id) {
    return models.ledger().stream()
        .filter(call -> call.task().equals(id) && call.answered())
        .count();
  }

  private static Optional<JsonNode> assigned(Client client, String id) {
    return Optional.of(client.get("/v1/tasks/" + id + "/events").path("events"))
        .filter(events -> events.findValuesAsText("type").contains("step-assigned"));
  }

  private static String submit(Client client, String budget) {
    var body = JsonNodeFactory.instance.objectNode().put("goal", "Write.");
    body.set("workflow", json(THREE_STEPS));
    body.putObject("limits").set("budget", json(budget));
    var response = client.post("/v1/tasks", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return Client.json(response.body()).path("id").textValue();
  }

  private static JsonNode json(String withSingleQuotes) {
    return Client.json(withSingleQuotes.replace('\'', '"'));
  }

  private Program serve(ModelEndpoint models) throws IOException {
    var prices =
        Files.writeString(
            folder.resolve("prices.conf"),
            "currency = USD, models { \"openai/scripted\" { input = 100, output = 200 } }");
    var config =
        Files.writeString(
            folder.resolve("budget.conf"),
            """
            troupe.prices.file = "%s"
            troupe.roles.scribe {
              instructions = "Write a line.", model = openai/scripted, base-url = "%s/scribe/v1"
              limits { max-output-tokens = 20 }
            }
            """
                .formatted(prices, models.url()));
    return Program.serve(
        folder.resolve("logs"), folder.resolve("data"), "--config", config.toString(), "--quiet");
  }
}
