package dev.troupe.agents.model;

import static dev.troupe.agents.model.WriterCall.WEATHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The turn after a tool was called: what each protocol is told of the call and its result. */
class ToolTurnsTest {
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @AfterEach
  void close() {
    endpoint.close();
  }

  private ModelReply ask(String provider, List<ChatMessage> messages) throws Exception {
    var gateway = endpoint.gateway(provider, false, "times = 0");
    var prompt = new Prompt("default", messages, TextNode.valueOf("notes"), List.of(), List.of());
    var role = WriterCall.role(provider + "/m-1", Duration.ofSeconds(20));
    return gateway
        .ask(
            new ModelGateway.Call(
                role, "t-1", "t-1:1:1", prompt, Instant.now().plusSeconds(60), List.of(WEATHER)))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  /** What the endpoint is sent once the tools of its first answer have been called. */
  private JsonNode secondTurn(String provider, String first, String last) throws Exception {
    endpoint.answers(200, first).answers(200, last);
    var messages = new ArrayList<ChatMessage>();
    messages.add(SystemMessage.from("Write."));
    messages.add(UserMessage.from("notes"));
    var asked = ask(provider, messages);
    messages.add(ToolCalls.message(asked.text(), asked.toolCalls()));
    for (var call : asked.toolCalls()) {
      messages.add(ToolExecutionResultMessage.from(call.id(), call.name(), "rain"));
    }

    assertThat(ask(provider, messages).text()).isEqualTo("It rains.");

    return Json.parse(endpoint.received.getLast().body());
  }

  @Test
  void a_call_that_names_no_tool_does_not_make_the_conversation_one_that_nobody_takes()
      throws Exception {
    var sent =
        secondTurn(
            "openai",
            """
            {"id":"c-1","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{
              "role":"assistant","content":null,"tool_calls":[
                {"id":"a","type":"function","function":{"name":"","arguments":"{}"}}]}}]}
            """,
            FakeEndpoint.completion("It rains.", "stop"));

    assertThat(sent.at("/messages/2/tool_calls/0/function/name").asText()).isEqualTo("unnamed");
  }

  @Test
  void openai_is_sent_the_calls_and_their_results_by_id() throws Exception {
    var sent =
        secondTurn(
            "openai",
            """
            {"id":"c-1","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{
              "role":"assistant","content":null,"tool_calls":[
                {"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"town\\":\\"Bonn\\"}"}}]}}]}
            """,
            FakeEndpoint.completion("It rains.", "stop"));

    assertThat(sent.at("/messages/2/tool_calls/0/id").asText()).isEqualTo("a");
    assertThat(sent.at("/messages/2/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"town\":\"Bonn\"}");
    assertThat(sent.at("/messages/3/role").asText()).isEqualTo("tool");
    assertThat(sent.at("/messages/3/tool_call_id").asText()).isEqualTo("a");
    assertThat(sent.at("/messages/3/content").asText()).isEqualTo("rain");
  }

  @Test
  void anthropic_is_sent_the_calls_and_their_results_by_id() throws Exception {
    var sent =
        secondTurn(
            "anthropic",
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[
              {"type":"text","text":"Let me see."},
              {"type":"tool_use","id":"toolu_1","name":"weather","input":{"town":"Bonn"}}],
             "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}
            """,
            """
            {"id":"msg_2","type":"message","role":"assistant","model":"m","content":[
              {"type":"text","text":"It rains."}],
             "stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}
            """);

    assertThat(sent.at("/messages/1/content/0/text").asText()).isEqualTo("Let me see.");
    assertThat(sent.at("/messages/1/content/1/id").asText()).isEqualTo("toolu_1");
    assertThat(sent.at("/messages/1/content/1/input/town").asText()).isEqualTo("Bonn");
    assertThat(sent.at("/messages/2/content/0/type").asText()).isEqualTo("tool_result");
    assertThat(sent.at("/messages/2/content/0/tool_use_id").asText()).isEqualTo("toolu_1");
    assertThat(sent.at("/messages/2/content/0").toString()).contains("rain");
  }

  @Test
  void gemini_is_sent_its_signature_back_with_the_first_call() throws Exception {
    var sent =
        secondTurn(
            "gemini",
            """
            {"candidates":[{"content":{"role":"model","parts":[
                {"text":"Let me see."},
                {"functionCall":{"name":"weather","args":{"town":"Bonn"}},"thoughtSignature":"c2lnbmVk"},
                {"functionCall":{"name":"weather","args":{"town":"Graz"}}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"totalTokenCount":7}}
            """,
            """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"It rains."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"totalTokenCount":7}}
            """);

    var said = sent.at("/contents/1/parts");
    assertThat(said.at("/0/text").asText()).isEqualTo("Let me see.");
    assertThat(said.at("/1/functionCall/args/town").asText()).isEqualTo("Bonn");
    assertThat(said.at("/1/thoughtSignature").asText()).isEqualTo("c2lnbmVk");
    assertThat(said.at("/2/functionCall/args/town").asText()).isEqualTo("Graz");
    assertThat(said.at("/2").has("thoughtSignature")).isFalse();
    assertThat(sent.toString()).contains("\"functionResponse\"").contains("rain");
  }

  @Test
  void a_signature_of_text_before_the_call_is_not_taken_for_the_calls() throws Exception {
    var sent =
        secondTurn(
            "gemini",
            """
            {"candidates":[{"content":{"role":"model","parts":[
                {"text":"Let me see.","thoughtSignature":"b3RoZXI="},
                {"functionCall":{"name":"weather","args":{}},"thoughtSignature":"c2lnbmVk"},
                {"functionCall":{"name":"weather","args":{}}}]},
                "finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3}}
            """,
            """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"It rains."}]},"finishReason":"STOP"}],
             "usageMetadata":{"promptTokenCount":3}}
            """);

    assertThat(sent.at("/contents/1/parts/1/thoughtSignature").asText()).isEqualTo("c2lnbmVk");
  }

  @Test
  void ollama_is_sent_the_calls_and_their_results_in_order() throws Exception {
    var sent =
        secondTurn(
            "ollama",
            """
            {"model":"m","message":{"role":"assistant","content":"",
              "tool_calls":[{"function":{"name":"weather","arguments":{"town":"Bonn"}}}]},"done":true}
            """,
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"It rains.\"},\"done\":true}");

    assertThat(sent.at("/messages/2/tool_calls/0/function/arguments/town").asText())
        .isEqualTo("Bonn");
    assertThat(sent.at("/messages/3/role").asText()).isEqualTo("tool");
    assertThat(sent.at("/messages/3/content").asText()).isEqualTo("rain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic", "gemini", "ollama"})
  void arguments_that_are_no_object_do_not_end_the_conversation(String provider) {
    for (var arguments : List.of("{\"town\": ", "[1]", "")) {
      endpoint.answers(404, "{}");
      var call = new ToolRequest("a", "weather", arguments);
      List<ChatMessage> messages =
          List.of(
              UserMessage.from("notes"),
              ToolCalls.message("", List.of(call)),
              ToolExecutionResultMessage.from("a", "weather", "Error: the input is no object"));

      assertThatThrownBy(() -> ask(provider, messages)).hasMessageContaining("status 404");

      assertThat(Json.parse(endpoint.received.getLast().body()).isObject()).isTrue();
    }
    assertThat(endpoint.received).hasSize(3);
    assertThat(endpoint.received.getFirst().body()).contains("unreadable");
  }
}
