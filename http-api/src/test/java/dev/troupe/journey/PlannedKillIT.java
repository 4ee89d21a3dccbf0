package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the real program with SIGKILL while a plan is mended, or runs, and lets it go on. */
class PlannedKillIT {
  /** A plan with a fault, the mended one, and what its two steps answer. */
  private static final List<String> ANSWERS =
      List.of(
          plan("agent:ghost"),
          plan("agent:scribe"),
          PromptLedger.says("First line."),
          PromptLedger.says("Second line."));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void a_plan_is_made_once_and_run_once(int underWay) {
    try (var models = new PromptLedger(ANSWERS, underWay)) {
      String id;
      List<JsonNode> before;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        id = client.submit("Write two lines.", "planned", "once");
        models.awaitHanging();
        before = client.events(id);
        first.kill();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());
        var task = client.await(id);
        assertThat(task.path("status").textValue()).as("%s", task).isEqualTo("completed");
        assertThat(client.get("/v1/tasks/" + id + "/result").path("output").textValue())
            .isEqualTo("Second line.");

        var after = client.events(id);
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(models.bodies()).hasSize(ANSWERS.size());
        assertThat(new History(client.export(id)).faults()).isEmpty();
        var run = steps(after).getLast();
        assertThat(run.path("role").asText()).isEqualTo("plan:run");
        var shown = client.get("/v1/workflows/" + run.path("roleHash").asText());
        assertThat(shown.at("/definition/States/One/Resource").asText()).isEqualTo("agent:scribe");
      }
    }
  }

  private static List<JsonNode> steps(List<JsonNode> events) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals("step-assigned"))
        .map(event -> event.path("data"))
        .toList();
  }

  private static String plan(String resource) {
    var plan =
        """
        {'why':'Two lines, two steps.','workflow':{'StartAt':'One','States':{
          'One':{'Type':'Task','Resource':'RESOURCE','Next':'Two'},
          'Two':{'Type':'Task','Resource':'RESOURCE','End':true}}}}
        """;
    return PromptLedger.says(plan.replace('\'', '"').replace("RESOURCE", resource));
  }

  private Program serve(PromptLedger models) {
    var config =
        """
        troupe.models.providers.stub { base-url = "%s" }
        troupe.roles.workflow-planner.model = "stub/m-1"
        troupe.roles.scribe { instructions = "Write a line.", model = "stub/m-1" }
        troupe.planned.resources = ["agent:*"]
        """
            .formatted(models.url());
    return Program.serveIn(folder, config);
  }
}
