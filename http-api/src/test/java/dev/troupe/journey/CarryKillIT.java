package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cancels a task between two answers to one reply of its model, redrives it and kills the real
 * program right behind that.
 */
class CarryKillIT {
  private static final JsonNode MACHINE = Client.oneStep("lead", "Shall we go?");

  private static final List<String> ANSWERS =
      List.of(
          """
          {"role":"assistant","content":null,"tool_calls":[
            {"id":"a","type":"function","function":{"name":"call_agent",
              "arguments":"{\\"role\\":\\"scout\\",\\"task\\":\\"Look at it.\\"}"}},
            {"id":"b","type":"function","function":{"name":"ask_human",
              "arguments":"{\\"question\\":\\"By which road?\\"}"}}]}
          """,
          PromptLedger.says("It is closed."),
          PromptLedger.says("We stay."));

  @TempDir private Path folder;

  private Program serve(PromptLedger models) {
    var config =
        """
        troupe.models.providers.stub { base-url = "%s" }
        troupe.roles.lead {
          instructions = Lead., model = "stub/m-1"
          tools = [ask_human, call_agent], may-call = [scout]
        }
        troupe.roles.scout { instructions = Look., model = "stub/m-1" }
        """
            .formatted(models.url());
    return Program.serveIn(folder, config);
  }

  private static long count(Client client, String task, String type) {
    return client.eventTypes(task).stream().filter(type::equals).count();
  }

  @Test
  void what_a_called_agent_answered_before_a_redrive_is_not_asked_again() {
    try (var models = new PromptLedger(ANSWERS, 0)) {
      String task;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        task = client.submit("Go?", MACHINE);
        client.question(first, task);
        first.until(
            "the scout's answer",
            () -> Optional.of(count(client, task, "agent-call-ended")).filter(ended -> ended == 1));
        client.post("/v1/tasks/" + task + "/cancel", Client.json("{}"));
        client.await(task);
        var redriven = client.post("/v1/tasks/" + task + "/redrive", Client.json("{}"));
        assertThat(redriven.statusCode()).as(redriven.body()).isEqualTo(202);
        first.kill();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());
        var approval = client.question(second, task).path("id").textValue();
        assertThat(approval).isEqualTo(task + ".1.1.2");
        var decision = Client.json("{\"decision\":\"approve\",\"comment\":\"the upper one\"}");
        // The list follows the journal: what it calls open may stem from before the cancel.
        second.until(
            "the decision",
            () ->
                Optional.of(client.post("/v1/approvals/" + approval, decision))
                    .filter(response -> response.statusCode() == 200));

        var ended = client.await(task);
        assertThat(ended.path("status").textValue()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.at("/usage/modelCalls").intValue()).isEqualTo(3);
        assertThat(models.requests()).isEqualTo(3);
        assertThat(count(client, task, "agent-called")).isEqualTo(1);
        assertThat(models.bodies().get(task + ":1:2")).contains("It is closed.", "the upper one");
        var transcripts = client.get("/v1/tasks/" + task + "/transcripts").path("transcripts");
        assertThat(transcripts.findValuesAsText("proven")).hasSize(3).containsOnly("true");
      }
    }
  }
}
