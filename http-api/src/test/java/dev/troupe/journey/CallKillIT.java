package dev.troupe.journey;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real program in the midst of what a called agent does, behind a question to a person
 * and a message; then the transcripts against what the model's server received.
 */
class CallKillIT {
  private static final JsonNode MACHINE = Client.oneStep("lead", "Shall we go?");

  private static final List<String> ANSWERS =
      List.of(
          asks("ask_human", "{\\\"question\\\":\\\"By which road?\\\"}"),
          asks("call_agent", "{\\\"role\\\":\\\"scout\\\",\\\"task\\\":\\\"Look at it.\\\"}"),
          asks("knowledge_search", "{\\\"query\\\":\\\"road\\\"}"),
          PromptLedger.says("It is closed."),
          PromptLedger.says("We stay."));

  @TempDir private Path folder;

  private static String asks(String tool, String arguments) {
    return """
    {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",
      "function":{"name":"%s","arguments":"%s"}}]}
    """
        .formatted(tool, arguments);
  }

  private Program serve(PromptLedger models) {
    var config =
        """
        troupe.models.providers.stub { base-url = "%s" }
        troupe.roles.lead {
          instructions = Lead., model = "stub/m-1"
          tools = [ask_human, call_agent], may-call = [scout]
        }
        troupe.roles.scout { instructions = Look., model = "stub/m-1", tools = [knowledge_search] }
        """
            .formatted(models.url());
    return Program.serveIn(folder, config);
  }

  private static String answered(Program program, Client client, String task) {
    var approval = client.question(program, task).path("id").textValue();
    var decision = Client.json("{\"decision\":\"approve\",\"comment\":\"the upper one\"}");
    assertThat(client.post("/v1/approvals/" + approval, decision).statusCode()).isEqualTo(200);
    return approval;
  }

  private static int told(Client client, String task) {
    var message = Client.json("{\"text\":\"Mind the ice.\",\"to\":\"lead\"}");
    return client
        .post("/v1/tasks/" + task + "/messages", message, "Idempotency-Key", "ice")
        .statusCode();
  }

  @Test
  void what_a_called_agent_had_recorded_is_not_asked_again_and_every_prompt_is_rebuilt() {
    try (var models = new PromptLedger(ANSWERS, 4)) {
      String task;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        task = client.submit("Go?", MACHINE);
        assertThat(answered(first, client, task)).isEqualTo(task + ".1.1.1");
        models.awaitHanging();
        assertThat(told(client, task)).isEqualTo(202);
        first.kill();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());
        var ended = client.await(task);
        assertThat(ended.path("status").textValue()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.at("/usage/modelCalls").intValue()).isEqualTo(5);
        assertThat(client.eventTypes(task)).containsOnlyOnce("agent-called", "agent-call-ended");
        assertThat(models.requests()).as("the one that hung came twice").isEqualTo(6);

        var transcripts = client.get("/v1/tasks/" + task + "/transcripts").path("transcripts");
        assertThat(bodies(task, transcripts)).isEqualTo(byCall(models.bodies())).hasSize(5);
        assertThat(transcripts.findValuesAsText("proven")).hasSize(5).containsOnly("true");
        assertThat(models.bodies().get(task + ":1:2")).contains("the upper one", "person");
        assertThat(models.bodies().get(task + ":1:3+1")).contains("It is closed.", "Mind the ice.");
        assertThat(client.eventTypes(task)).containsOnlyOnce("message-given", "message-received");
        assertThat(told(client, task)).as("the same key again").isEqualTo(202);
      }
    }
  }

  /** A key says behind a plus how many messages were read before the call. */
  private static Map<String, String> byCall(Map<String, String> byKey) {
    return byKey.entrySet().stream()
        .collect(toMap(entry -> entry.getKey().replaceFirst("\\+\\d+$", ""), Map.Entry::getValue));
  }

  private static Map<String, String> bodies(String task, JsonNode transcripts) {
    var bodies = new HashMap<String, String>();
    for (var transcript : transcripts) {
      for (var call : transcript.path("calls")) {
        bodies.put(
            "%s:%d:%d"
                .formatted(task, call.path("assignment").intValue(), call.path("call").intValue()),
            call.at("/request/body").textValue());
      }
    }
    return bodies;
  }
}
