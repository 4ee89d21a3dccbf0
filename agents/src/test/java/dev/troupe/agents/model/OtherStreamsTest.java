package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Usage;
import dev.troupe.persistence.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end marks of the protocols that {@link EndingsTest} does not play. */
class OtherStreamsTest {
  private static final String GEMINI =
      """
      data: {"candidates":[{"content":{"role":"model","parts":[{"text":"Hel"}]},"index":0}],"modelVersion":"m-2"}

      """;
  private static final String GEMINI_LAST =
      """
      data: {"candidates":[{"content":{"role":"model","parts":[{"text":"lo"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":7,"totalTokenCount":18},"modelVersion":"m-2"}

      """;
  private static final String OLLAMA =
      "{\"model\":\"m-2\",\"message\":{\"role\":\"assistant\",\"content\":\"Hel\"},\"done\":false}\n";
  private static final String OLLAMA_LAST =
      "{\"model\":\"m-2\",\"message\":{\"role\":\"assistant\",\"content\":\"lo\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":11,\"eval_count\":7}\n";

  private static void isHello(String provider, String... chunks) throws Exception {
    try (var call = streamed(provider, chunks)) {
      assertThat(call.reply().text()).isEqualTo("Hello");
      assertThat(call.reply().usage()).isEqualTo(new Usage(1, 11, 7));
      assertThat(call.reply().model()).isEqualTo(provider + "/m-2");
    }
  }

  private static void fails(
      ModelFailure.Kind kind, String message, String provider, String... chunks) throws Exception {
    try (var call = streamed(provider, chunks)) {
      assertThat(call.failure().kind()).isEqualTo(kind);
      assertThat(call.failure()).hasMessageContaining(message);
    }
  }

  private static StreamedCall streamed(String provider, String... chunks) throws Exception {
    return new StreamedCall(
        provider,
        wire -> {
          wire.chunked();
          for (var chunk : chunks) {
            wire.chunk(chunk);
          }
          wire.end();
        },
        List.of());
  }

  @Test
  void whole_streams_are_read() throws Exception {
    isHello("gemini", GEMINI, GEMINI_LAST);
    isHello("ollama", OLLAMA, OLLAMA_LAST);
  }

  @Test
  void cut_streams_are_failures() throws Exception {
    fails(ModelFailure.Kind.UNAVAILABLE, "broke off before its end", "gemini", GEMINI);
    fails(ModelFailure.Kind.UNAVAILABLE, "broke off before its end", "ollama", OLLAMA);
  }

  @Test
  void errors_in_a_stream_are_told() throws Exception {
    fails(
        ModelFailure.Kind.RATE_LIMITED,
        "quota",
        "gemini",
        GEMINI,
        "data: {\"error\":{\"code\":429,\"message\":\"quota\",\"status\":\"RESOURCE_EXHAUSTED\"}}\n\n");
    fails(ModelFailure.Kind.UNAVAILABLE, "no memory", "ollama", "{\"error\":\"no memory\"}\n");
  }

  @Test
  void an_openai_stream_that_gave_its_reason_to_finish_needs_no_end_mark() throws Exception {
    var voice = Voice.OPENAI;
    isHello(
        "openai",
        voice.begin() + voice.text("Hel") + voice.text("lo"),
        voice.finish("stop") + voice.usage());
  }

  @Test
  void what_a_tool_is_asked_for_says_nothing_of_the_answer() throws Exception {
    var arguments = "{\"done\":true,\"finishReason\":\"STOP\",\"blockReason\":\"SAFETY\"}";
    asks(
        "ollama",
        arguments,
        """
        {"model":"m-2","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"mark","arguments":%s}}]},"done":false}
        """
            .formatted(arguments),
        OLLAMA_LAST);
    var gemini =
        """
        data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"mark","args":%s}}]},"index":0}],"modelVersion":"m-2"}

        """
            .formatted(arguments);
    asks("gemini", arguments, gemini, GEMINI_LAST);
    fails(ModelFailure.Kind.UNAVAILABLE, "broke off before its end", "gemini", gemini);
  }

  private static void asks(String provider, String arguments, String... chunks) throws Exception {
    try (var call = streamed(provider, chunks)) {
      assertThat(call.reply().toolCalls()).hasSize(1);
      assertThat(Json.parse(call.reply().toolCalls().getFirst().arguments()))
          .isEqualTo(Json.parse(arguments));
    }
  }

  @Test
  void a_call_of_a_tool_without_a_name_is_told_as_that() throws Exception {
    var voice = Voice.OPENAI;
    fails(
        ModelFailure.Kind.INVALID_REPLY,
        "the model asks for a tool with an empty name; there is none",
        "openai",
        voice.begin(),
        voice.tool(List.of("{}")).replace("weather", ""),
        voice.finish("tool") + voice.usage() + voice.end());
  }

  @Test
  void a_streamed_signature_is_kept() throws Exception {
    var gemini =
        """
        data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"mark","args":{}},"thoughtSignature":"c2ln"}]},"index":0}],"modelVersion":"m-2"}

        """;
    try (var call = streamed("gemini", gemini, GEMINI_LAST)) {
      assertThat(call.reply().toolCalls().getFirst().signature()).isEqualTo("c2ln");
    }
  }
}
