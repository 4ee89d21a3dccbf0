package dev.troupe.agents.model;

import static dev.troupe.agents.model.WriterCall.WEATHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.Role;
import dev.troupe.agents.Usage;
import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.persistence.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each protocol sends and how its answers, tool calls included, are read. */
class ProtocolsTest {
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @AfterEach
  void close() {
    endpoint.close();
  }

  private ModelGateway gateway(String provider, boolean stream) {
    return endpoint.gateway(provider, stream, "first-pause = 1 ms");
  }

  private ModelReply ask(String provider, ToolSpecification... tools) throws Exception {
    return gateway(provider, false)
        .ask(
            WriterCall.of(
                WriterCall.role(provider + "/m-1", Duration.ofSeconds(20)), List.of(tools)))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, true", "openai, false", "anthropic, true", "anthropic, false",
    "gemini, true", "gemini, false", "ollama, true", "ollama, false"
  })
  void what_is_rendered_is_what_is_sent_byte_for_byte(String provider, boolean stream) {
    endpoint.answers(400, "{\"error\":{\"message\":\"no\"}}");
    var gateway = gateway(provider, stream);
    var call =
        WriterCall.of(WriterCall.role(provider + "/m-1", Duration.ofSeconds(20)), List.of(WEATHER));

    assertThat(gateway.ask(call).toCompletableFuture()).failsWithin(Duration.ofSeconds(20));

    assertThat(gateway.rendered(call)).contains(received().body());
    assertThat(received().body()).contains("notes", "weather");
  }

  @Test
  void a_reply_names_the_request_that_it_answers() throws Exception {
    endpoint.says("hello");

    var sent = ask("openai").sent();

    assertThat(sent)
        .isEqualTo(
            new Sent(
                "openai/m-1", ContentHash.of(received().body().getBytes(StandardCharsets.UTF_8))));
  }

  private ModelFailure failure(boolean stream) {
    var call = WriterCall.of("openai/m-1", Duration.ofSeconds(20));
    var answer = gateway("openai", stream).ask(call).toCompletableFuture();
    return (ModelFailure) answer.handle((_, failure) -> failure).join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_page_for_people_is_no_answer(boolean stream) {
    endpoint.answers(200, Map.of("Content-Type", "text/html"), "<html>Welcome</html>");

    assertThat(failure(stream).kind()).isEqualTo(ModelFailure.Kind.INVALID_REPLY);
  }

  @Test
  void who_is_sent_elsewhere_is_told_to_correct_the_url() {
    endpoint.answers(302, Map.of("Location", "http://127.0.0.1:1/"), "");

    assertThat(failure(false))
        .satisfies(
            failure -> assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.NOT_CONFIGURED))
        .hasMessageContaining("correct the base-url");
  }

  /** Of openai where its JSON mode is known to work; nothing is sent there. */
  private static Role answering(String provider, String schema, String instructions) {
    return answering(
        provider,
        schema,
        instructions,
        provider.equals("openai") ? "https://api.openai.com/v1" : null);
  }

  private static Role answering(
      String provider, String schema, String instructions, @Nullable String baseUrl) {
    return new Role(
        "writer",
        Role.Kind.PLAIN,
        instructions,
        provider + "/m-1",
        baseUrl,
        Json.parse(schema),
        new Role.Limits(2, 100, Duration.ofSeconds(20)));
  }

  private JsonNode rendered(String provider, String schema, ToolSpecification... tools) {
    return rendered(answering(provider, schema, "Write JSON."), tools);
  }

  private JsonNode rendered(Role role, ToolSpecification... tools) {
    var provider = role.model().substring(0, role.model().indexOf('/'));
    var call = WriterCall.of(role, List.of(tools));
    return Json.parse(gateway(provider, false).rendered(call).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "openai, /response_format/type, json_object",
    "gemini, /generationConfig/responseMimeType, application/json",
    "ollama, /format, json"
  })
  void an_object_is_asked_for_in_the_protocols_own_words(
      String provider, String place, String word) {
    var object = "{\"type\":\"object\"}";

    assertThat(rendered(provider, object).at(place).asText()).isEqualTo(word);
    assertThat(rendered(provider, object, WEATHER).at(place).asText())
        .as("tools")
        .isNotEqualTo(word);
    assertThat(rendered(provider, "{\"type\":\"array\"}").at(place).asText()).isNotEqualTo(word);
    assertThat(rendered(answering(provider, object, "Write.")).at(place).asText())
        .as("no word of JSON, which OpenAI refuses")
        .isNotEqualTo(word);
  }

  @Test
  void servers_that_only_speak_like_openai_are_not_asked_so_by_default() {
    var elsewhere =
        answering("openai", "{\"type\":\"object\"}", "Write JSON.", "http://127.0.0.1:1234/v1");

    assertThat(rendered(elsewhere).has("response_format")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "lab"})
  void who_has_no_json_mode_is_not_asked_for_it(String provider) {
    assertThat(rendered(provider, "{\"type\":\"object\"}").toString())
        .doesNotContain("json_object", "response_format");
  }

  private FakeEndpoint.Received received() {
    return endpoint.received.getFirst();
  }

  private JsonNode sent() {
    return Json.parse(received().body());
  }

  @Test
  void openai_asks_for_a_tool() throws Exception {
    endpoint.answers(
        200,
        """
        {"id":"c-1","model":"m-1-0613","choices":[{"index":0,"finish_reason":"tool_calls","message":{
          "role":"assistant","content":null,"tool_calls":[
            {"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"town\\":\\"Bonn\\"}"}},
            {"id":"b","type":"function","function":{"name":"weather","arguments":"{\\"town\\":\\"Graz\\"}"}}]}}],
         "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}
        """);

    var reply = ask("openai", WEATHER);

    assertThat(reply.text()).isEmpty();
    assertThat(reply.toolCalls())
        .containsExactly(
            new ToolRequest("a", "weather", "{\"town\":\"Bonn\"}"),
            new ToolRequest("b", "weather", "{\"town\":\"Graz\"}"));
    assertThat(sent().at("/tools/0/function/name").asText()).isEqualTo("weather");
    assertThat(sent().at("/tools/0/function/parameters/required/0").asText()).isEqualTo("town");
  }

  @Test
  void a_request_without_tools_names_none() throws Exception {
    endpoint.says("hello");

    assertThat(ask("openai").toolCalls()).isEmpty();
    assertThat(sent().has("tools")).isFalse();
  }

  @Test
  void anthropic_sends_its_key_and_reads_text_and_a_tool_call() throws Exception {
    endpoint.answers(
        200,
        """
        {"id":"msg_1","type":"message","role":"assistant","model":"m-1-latest","content":[
          {"type":"text","text":"Let me see."},
          {"type":"tool_use","id":"toolu_1","name":"weather","input":{"town":"Bonn"}}],
         "stop_reason":"tool_use","usage":{"input_tokens":11,"output_tokens":13,
           "cache_creation_input_tokens":100,"cache_read_input_tokens":1000}}
        """);

    var reply = ask("anthropic", WEATHER);

    assertThat(received().path()).isEqualTo("/v1/messages");
    assertThat(received().header("X-api-key")).isEqualTo("k-1");
    assertThat(received().header("Idempotency-key")).isEqualTo("t-1:1:1");
    assertThat(sent().path("model").asText()).isEqualTo("m-1");
    assertThat(sent().path("max_tokens").asInt()).isEqualTo(100);
    assertThat(sent().at("/tools/0/name").asText()).isEqualTo("weather");
    assertThat(reply.text()).isEqualTo("Let me see.");
    assertThat(sent().at("/tools/0/cache_control/type").asText()).isEqualTo("ephemeral");
    assertThat(sent().at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
    assertThat(reply.usage()).as("kept tokens count").isEqualTo(new Usage(1, 1111, 13));
    assertThat(reply.bill().kept()).as("what was written costs more").isEqualTo(100);
    assertThat(reply.model()).isEqualTo("anthropic/m-1-latest");
    assertThat(reply.toolCalls()).hasSize(1);
    assertThat(reply.toolCalls().getFirst().id()).isEqualTo("toolu_1");
    assertThat(Json.parse(reply.toolCalls().getFirst().arguments()).path("town").asText())
        .isEqualTo("Bonn");
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void anthropic_keeps_prompts_only_where_it_may(boolean kept, boolean stream) {
    var settings = "first-pause = 1 ms\ntroupe.models.providers.anthropic.prompt-cache = " + kept;
    var gateway = endpoint.gateway("anthropic", stream, settings);
    var call =
        WriterCall.of(WriterCall.role("anthropic/m-1", Duration.ofSeconds(20)), List.of(WEATHER));

    assertThat(gateway.rendered(call).orElseThrow().contains("cache_control")).isEqualTo(kept);
    assertThat(gateway.keepsPrompts("anthropic/m-1")).isEqualTo(kept);
  }

  @Test
  void anthropics_overload_passes() throws Exception {
    endpoint
        .answers(
            529,
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")
        .answers(
            200,
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[
              {"type":"text","text":"hello"}],
             "stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}
            """);

    assertThat(ask("anthropic").text()).isEqualTo("hello");
    assertThat(endpoint.received).hasSize(2);
  }

  @Test
  void gemini_sends_its_key_and_numbers_the_tool_calls_that_have_no_id() throws Exception {
    endpoint.answers(
        200,
        """
        {"candidates":[{"content":{"role":"model","parts":[
            {"functionCall":{"name":"weather","args":{"town":"Bonn"}}},
            {"functionCall":{"name":"weather","args":{"town":"Graz"}}}]},"finishReason":"STOP","index":0}],
         "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"totalTokenCount":7},
         "modelVersion":"m-1-002","responseId":"r-1"}
        """);

    var reply = ask("gemini", WEATHER);

    assertThat(received().path()).isEqualTo("/v1beta/models/m-1:generateContent");
    assertThat(received().header("X-goog-api-key")).isEqualTo("k-1");
    assertThat(sent().at("/generationConfig/maxOutputTokens").asInt()).isEqualTo(100);
    assertThat(sent().at("/tools/0/functionDeclarations/0/name").asText()).isEqualTo("weather");
    assertThat(reply.usage()).isEqualTo(new Usage(1, 3, 4));
    assertThat(reply.model()).isEqualTo("gemini/m-1-002");
    assertThat(reply.toolCalls()).extracting(ToolRequest::id).doesNotHaveDuplicates();
    assertThat(reply.toolCalls())
        .extracting(call -> Json.parse(call.arguments()).path("town").asText())
        .containsExactly("Bonn", "Graz");
  }

  @Test
  void anthropics_refusal_is_final() {
    endpoint.answers(
        200,
        """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],
         "stop_reason":"refusal","usage":{"input_tokens":1,"output_tokens":1}}
        """);

    assertThatThrownBy(() -> ask("anthropic"))
        .cause()
        .extracting(thrown -> ((ModelFailure) thrown).kind())
        .isEqualTo(ModelFailure.Kind.REFUSED);
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void gemini_that_blocks_a_prompt_refuses() {
    endpoint.answers(200, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");

    assertThatThrownBy(() -> ask("gemini"))
        .cause()
        .extracting(thrown -> ((ModelFailure) thrown).kind())
        .isEqualTo(ModelFailure.Kind.REFUSED);
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void ollama_is_asked_by_its_own_protocol() throws Exception {
    endpoint.answers(
        200,
        """
        {"model":"m-1","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"",
          "tool_calls":[{"function":{"name":"weather","arguments":{"town":"Bonn"}}}]},
         "done":true,"done_reason":"stop","prompt_eval_count":8,"eval_count":9}
        """);

    var reply = ask("ollama", WEATHER);

    assertThat(received().path()).isEqualTo("/api/chat");
    assertThat(received().header("Authorization")).isEqualTo("Bearer k-1");
    assertThat(sent().path("stream").asBoolean()).isFalse();
    assertThat(sent().at("/options/num_predict").asInt()).isEqualTo(100);
    assertThat(sent().at("/tools/0/function/name").asText()).isEqualTo("weather");
    assertThat(reply.usage()).isEqualTo(new Usage(1, 8, 9));
    assertThat(reply.toolCalls()).hasSize(1);
    assertThat(reply.toolCalls().getFirst().id()).isNotBlank();
    assertThat(Json.parse(reply.toolCalls().getFirst().arguments()).path("town").asText())
        .isEqualTo("Bonn");
  }

  @Test
  void an_ollama_without_the_model_says_so() {
    endpoint.answers(404, "{\"error\":\"model 'm-1' not found\"}");

    assertThatThrownBy(() -> ask("ollama"))
        .cause()
        .hasMessageContaining("/api/chat: status 404: model 'm-1' not found;");
  }

  @Test
  void arguments_of_a_tool_neither_refuse_nor_fail_a_whole_answer() throws Exception {
    endpoint.answers(
        200,
        """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[
          {"type":"tool_use","id":"toolu_1","name":"weather","input":{
            "stop_reason":"refusal","blockReason":"SAFETY","error":{"message":"no"}}}],
         "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}
        """);
    assertThat(ask("anthropic", WEATHER).toolCalls()).hasSize(1);
  }

  @Test
  void geminis_arguments_do_not_block_its_answer() throws Exception {
    endpoint.answers(
        200,
        """
        {"candidates":[{"content":{"role":"model","parts":[
            {"functionCall":{"name":"weather","args":{"blockReason":"SAFETY"}}}]},"finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"totalTokenCount":7}}
        """);
    assertThat(ask("gemini", WEATHER).toolCalls()).hasSize(1);
  }
}
