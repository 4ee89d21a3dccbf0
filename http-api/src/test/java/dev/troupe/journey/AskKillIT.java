package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program with SIGKILL while a model has asked a person. */
class AskKillIT {
  private static final JsonNode MACHINE =
      Client.json(
          """
          {"QueryLanguage":"JSONata","StartAt":"Work","States":{
            "Work":{"Type":"Task","Resource":"agent:clerk","End":true,"TimeoutSeconds":30}}}
          """);

  @TempDir private Path folder;

  private Program serve(AskingModel model) {
    var config =
        """
        troupe.models.providers.lab { kind = openai, base-url = "%s" }
        troupe.roles.clerk { instructions = Work., model = lab/m-1, tools = [ask_human] }
        """
            .formatted(model.url());
    return Program.serveIn(folder, config);
  }

  @Test
  void a_question_survives_kills_and_its_answer_counts_once() {
    var question = Json.MAPPER.createObjectNode().put("question", "Ship it?");
    try (var model = AskingModel.of("ask_human", question)) {
      String task;
      String approval;
      try (var first = serve(model)) {
        var client = new Client(first.url());
        task = client.submit("Decide.", MACHINE);
        approval = client.question(first, task).path("id").textValue();
        assertThat(approval).isEqualTo(task + ".1.1.1");
        first.kill();
      }
      try (var second = serve(model)) {
        var client = new Client(second.url());
        assertThat(client.get("/v1/tasks/" + task).path("status").textValue()).isEqualTo("waiting");
        var decision = Client.json("{\"decision\":\"approve\",\"comment\":\"by noon\"}");
        var taken = client.post("/v1/approvals/" + approval, decision);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        second.kill();
      }
      try (var third = serve(model)) {
        var client = new Client(third.url());
        var ended = client.await(task);
        assertThat(ended.path("status").textValue()).as("%s", ended).isEqualTo("completed");
        assertThat(client.get("/v1/tasks/" + task + "/result").toString()).contains("by noon");
        assertThat(client.eventTypes(task))
            .containsOnlyOnce("approval-requested", "approval-decided", "tool-returned");
        var transcript = client.get("/v1/tasks/" + task + "/transcripts");
        assertThat(transcript.at("/transcripts/0/calls").findValuesAsText("proven"))
            .containsExactly("true", "true");
        assertThat(transcript.at("/transcripts/0/calls/0/reply/toolCalls/0/result/from").asText())
            .isEqualTo("person");
      }
      assertThat(model.asked()).as("asked once, and once with the answer").hasSizeBetween(2, 3);
    }
  }
}
