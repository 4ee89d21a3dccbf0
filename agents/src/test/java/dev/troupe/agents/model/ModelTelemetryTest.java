package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.telemetry.Heard;
import dev.troupe.agents.telemetry.Measure;
import dev.troupe.agents.telemetry.Span;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTelemetryTest {
  private static final SpanPlace STEP = SpanPlace.ofAttempt("default", "t-1", 1, 1);
  private static final String STREAM =
      """
      data: {"id":"c-9","object":"chat.completion.chunk","created":1,"model":"stub-1","choices":[{"index":0,"delta":{"role":"assistant","content":"hel"}}]}

      data: {"id":"c-9","object":"chat.completion.chunk","created":1,"model":"stub-1","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}

      data: {"id":"c-9","object":"chat.completion.chunk","created":1,"model":"stub-1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}

      data: [DONE]

      """;

  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    endpoint.close();
    blocking.close();
  }

  private ModelReply ask(Telemetry told, String model, @Nullable SpanPlace inside, String... more)
      throws Exception {
    var config =
        ConfigFactory.parseString(String.join("\n", more))
            .withFallback(
                ConfigFactory.parseString(
                    "troupe.models.providers.openai { base-url = \"%s\" }, troupe.models.retries { times = 1, first-pause = 1 ms }"
                        .formatted(endpoint.url())))
            .withFallback(ConfigFactory.load())
            .resolve();
    var gateway =
        ModelGateways.create(
            ModelSettings.of(config),
            (_, _) -> "offline answer",
            blocking,
            InstantSource.system(),
            told);
    var call = WriterCall.of(model, Duration.ofSeconds(20));
    return gateway
        .ask(
            new ModelGateway.Call(
                call.role(),
                call.taskId(),
                call.idempotencyKey(),
                call.prompt(),
                call.deadline(),
                List.of(),
                null,
                ModelGateway.Listener.NONE,
                inside))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private Span only() {
    assertThat(heard.spans).hasSize(1);
    return heard.spans.getFirst();
  }

  @Test
  void an_answered_call_is_a_span_by_the_conventions() throws Exception {
    endpoint.says("hello");

    ask(heard, "openai/gpt", STEP, "troupe.models.providers.openai.stream = off");

    var span = only();
    assertThat(span.name()).isEqualTo("chat gpt");
    assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(span.parent()).isEqualTo(STEP);
    assertThat(span.place().trace()).isEqualTo(STEP.trace());
    assertThat(span.error()).isNull();
    assertThat(span.ended()).isAfterOrEqualTo(span.begun());
    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "gpt")
        .containsEntry("gen_ai.request.max_tokens", 100L)
        .containsEntry("gen_ai.request.stream", false)
        .containsEntry("gen_ai.response.model", "stub-1")
        .containsEntry("gen_ai.response.id", "c-1")
        .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
        .containsEntry("gen_ai.usage.input_tokens", 120L)
        .containsEntry("gen_ai.usage.output_tokens", 340L)
        .containsEntry("gen_ai.conversation.id", "t-1")
        .containsEntry("gen_ai.agent.name", "writer")
        .containsEntry("server.address", "127.0.0.1")
        .doesNotContainKeys(
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "gen_ai.response.time_to_first_chunk");
  }

  @Test
  void tokens_and_time_are_measured() throws Exception {
    endpoint.says("hello");

    ask(heard, "openai/gpt", STEP, "troupe.models.providers.openai.stream = off");

    assertThat(heard.measured)
        .extracting(Heard.Measured::measure)
        .containsExactly(Measure.OPERATION_DURATION, Measure.TOKEN_USAGE, Measure.TOKEN_USAGE);
    assertThat(heard.measured)
        .filteredOn(each -> each.measure() == Measure.TOKEN_USAGE)
        .extracting(each -> each.attributes().get("gen_ai.token.type"), Heard.Measured::value)
        .containsExactly(tuple("input", 120d), tuple("output", 340d));
    assertThat(heard.measured.getFirst().attributes())
        .containsOnlyKeys(
            "gen_ai.operation.name",
            "gen_ai.provider.name",
            "gen_ai.request.model",
            "gen_ai.response.model",
            "server.address",
            "server.port");
  }

  @Test
  void a_streamed_call_says_how_long_its_first_chunk_was_waited_for() throws Exception {
    endpoint.answers(200, Map.of("Content-Type", "text/event-stream"), STREAM);

    assertThat(ask(heard, "openai/gpt", STEP).text()).isEqualTo("hello");

    assertThat(only().attributes())
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.usage.input_tokens", 7L)
        .containsKey("gen_ai.response.time_to_first_chunk");
    assertThat(heard.measured)
        .extracting(Heard.Measured::measure)
        .contains(Measure.TIME_TO_FIRST_CHUNK);
  }

  @Test
  void a_failed_call_tells_its_error_and_its_tries() {
    endpoint.answers(503, "{}");

    assertThatThrownBy(() -> ask(heard, "openai/gpt", STEP)).isInstanceOf(ExecutionException.class);

    assertThat(only().error()).isEqualTo("Model.Unavailable");
    assertThat(only().attributes())
        .containsEntry("error.type", "Model.Unavailable")
        .containsEntry("troupe.tries", 2L)
        .doesNotContainKey("gen_ai.usage.input_tokens");
    assertThat(heard.measured)
        .singleElement()
        .satisfies(each -> assertThat(each.attributes()).containsKey("error.type"));
  }

  @Test
  void what_was_said_is_told_only_where_it_is_wanted() throws Exception {
    endpoint.says("hello");
    var curious = new Heard(true);

    ask(curious, "openai/gpt", STEP, "troupe.models.providers.openai.stream = off");

    assertThat(curious.spans.getFirst().attributes().get("gen_ai.input.messages"))
        .asString()
        .contains("\"role\":\"system\"", "notes");
    assertThat(curious.spans.getFirst().attributes().get("gen_ai.output.messages"))
        .asString()
        .contains("hello");
  }

  @Test
  void what_was_said_is_not_written_down_for_a_span_that_is_thrown_away() throws Exception {
    endpoint.says("hello");
    var sampling = new Heard(true, false);

    ask(sampling, "openai/gpt", STEP, "troupe.models.providers.openai.stream = off");

    assertThat(sampling.spans.getFirst().attributes())
        .doesNotContainKeys("gen_ai.input.messages", "gen_ai.output.messages");
    assertThat(sampling.measured).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"lab/m-1, gcp.gemini", "nobody/m-1, nobody"})
  void a_call_that_was_never_sent_names_the_provider_that_was_meant(String model, String provider) {
    assertThatThrownBy(
            () -> ask(heard, model, STEP, "troupe.models.providers.lab { kind = gemini }"))
        .isInstanceOf(ExecutionException.class);

    assertThat(only().attributes())
        .containsEntry("gen_ai.provider.name", provider)
        .containsEntry("error.type", "Model.NotConfigured");
    assertThat(only().kind()).isEqualTo(Span.Kind.INTERNAL);
    assertThat(heard.measured.getFirst().attributes())
        .containsEntry("gen_ai.provider.name", provider);
  }

  @Test
  void the_offline_engine_counts_no_tokens_and_none_are_measured() throws Exception {
    ask(heard, "offline", STEP);

    assertThat(only().name()).isEqualTo("chat offline");
    assertThat(only().kind()).isEqualTo(Span.Kind.INTERNAL);
    assertThat(heard.measured)
        .extracting(Heard.Measured::measure)
        .containsExactly(Measure.OPERATION_DURATION);
  }

  @Test
  void a_trace_leaves_the_process_only_where_a_provider_is_set_to_carry_it() throws Exception {
    endpoint.says("hello").says("hello").says("hello");

    ask(heard, "openai/gpt", STEP, "troupe.models.providers.openai.stream = off");
    ask(
        heard,
        "openai/gpt",
        STEP,
        "troupe.models.providers.openai { stream = off, traceparent = on }");
    ask(
        Telemetry.NONE,
        "openai/gpt",
        null,
        "troupe.models.providers.openai { stream = off, traceparent = on }");

    assertThat(endpoint.received)
        .extracting(sent -> sent.header("Traceparent"))
        .containsExactly("", heard.spans.getLast().place().traceparent(true), "");
  }
}
