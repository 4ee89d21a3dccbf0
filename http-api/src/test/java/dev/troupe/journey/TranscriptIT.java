package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transcripts of the real program against what a model's server received: over a tool, a refused
 * reply, a second assignment and a kill -9 between call and answer.
 */
class TranscriptIT {
  private static final String MACHINE =
      """
      {"QueryLanguage":"JSONata","StartAt":"Ask","States":{
        "Ask":{"Type":"Task","Resource":"agent:clerk","Next":"Again","Arguments":"How long? \\u2014 \\u201ctoday\\u201d"},
        "Again":{"Type":"Task","Resource":"agent:clerk","End":true,"Arguments":"And tomorrow?"}}}
      """;

  private static final List<String> ANSWERS =
      List.of(
          """
          {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",
            "function":{"name":"knowledge_search","arguments":"{\\"query\\":\\"long\\"}"}}]}
          """,
          "{\"role\":\"assistant\",\"content\":\"No JSON at all, \\\"sorry\\\".\"}",
          "{\"role\":\"assistant\",\"content\":\"{\\\"days\\\":3}\"}",
          "{\"role\":\"assistant\",\"content\":\"{\\\"days\\\":4}\"}");

  @TempDir private Path folder;
  private String provider = "stream = true";

  @Test
  void every_prompt_is_rebuilt_as_it_was_received_byte_for_byte() {
    try (var models = new PromptLedger(ANSWERS, 3)) {
      String id;
      try (var first = serve(models)) {
        id = new Client(first.url()).submit("Find out.", Client.json(MACHINE));
        models.awaitHanging();
        first.kill();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());
        var ended = client.await(id);
        assertThat(ended.path("status").textValue()).as("%s", ended).isEqualTo("completed");

        var calls = client.get("/v1/tasks/" + id + "/transcripts").at("/transcripts/0/calls");
        assertThat(bodies(id, calls)).isEqualTo(models.bodies()).hasSize(4);
        assertThat(calls.findValuesAsText("proven")).containsOnly("true");
        assertTold(calls);

        var one = client.get("/v1/tasks/" + id + "/transcripts?call=1:2");
        assertThat(one.at("/transcripts/0/calls").size()).isEqualTo(1);
        assertThat(one.at("/transcripts/0/calls/0/request/body").textValue())
            .isEqualTo(models.bodies().get(id + ":1:2"));
      }
      try (var changed = serve(models, "max-output-tokens = 77")) {
        var calls =
            new Client(changed.url())
                .get("/v1/tasks/" + id + "/transcripts")
                .at("/transcripts/0/calls");
        assertThat(bodies(id, calls)).as("roles are those of then").isEqualTo(models.bodies());
      }
      provider = "tokens-parameter = MAX_COMPLETION_TOKENS";
      try (var other = serve(models)) {
        var calls =
            new Client(other.url())
                .get("/v1/tasks/" + id + "/transcripts")
                .at("/transcripts/0/calls");
        assertThat(calls.findValuesAsText("proven")).hasSize(4).containsOnly("false");
        assertThat(calls.at("/0/request/doubt").textValue()).contains("settings");
      }
    }
  }

  private static void assertTold(JsonNode calls) {
    assertThat(calls.at("/0/model").textValue()).isEqualTo("stub/scripted-2");
    assertThat(calls.at("/0/request/model").textValue()).isEqualTo("stub/m-1");
    assertThat(calls.at("/0/usage/inputTokens").intValue()).isEqualTo(12);
    assertThat(calls.at("/0/reply/toolCalls/0/name").textValue()).isEqualTo("knowledge_search");
    assertThat(calls.at("/0/reply/toolCalls/0").has("result")).isTrue();
    assertThat(calls.at("/1/messagesBefore").intValue()).isEqualTo(2);
    assertThat(calls.at("/1/reply/fault").textValue()).isNotEmpty();
    assertThat(calls.at("/2/messages/1/text").textValue()).startsWith("Your reply cannot be used.");
  }

  private static Map<String, String> bodies(String id, JsonNode calls) {
    var bodies = new HashMap<String, String>();
    for (var call : calls) {
      bodies.put(
          "%s:%d:%d"
              .formatted(id, call.path("assignment").intValue(), call.path("call").intValue()),
          call.at("/request/body").textValue());
    }
    return bodies;
  }

  private Program serve(PromptLedger models, String... limits) {
    var config =
        """
        troupe.models.providers.stub { base-url = "%s", %s }
        troupe.roles.clerk {
          instructions = "Answer with the days."
          model = "stub/m-1"
          tools = [knowledge_search]
          output-schema { type = object, required = [days], properties.days.type = integer }
          limits { model-calls = 4, %s }
        }
        """
            .formatted(models.url(), provider, String.join(", ", limits));
    return Program.serveIn(folder, config);
  }
}
