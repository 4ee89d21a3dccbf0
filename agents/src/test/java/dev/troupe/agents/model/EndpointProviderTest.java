package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointProviderTest {
  private static final String KEY = "sk-very-secret";

  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    endpoint.close();
    blocking.close();
  }

  private ModelGateway gateway(String... settings) {
    var config =
        ConfigFactory.parseString(
                """
                troupe.models.providers.openai { base-url = "%s", api-key = "%s" }
                troupe.models.retries.first-pause = 10 ms
                """
                    .formatted(endpoint.url(), KEY))
            .withFallback(ConfigFactory.load());
    var own = ConfigFactory.parseString(String.join("\n", settings)).withFallback(config).resolve();
    return ModelGateways.create(
        ModelSettings.of(own), (_, _) -> "offline answer", blocking, InstantSource.system());
  }

  private static ModelGateway.Call call(String model, Duration timeout) {
    return WriterCall.of(model, timeout);
  }

  private static ModelGateway.Call call() {
    return call("openai/gpt", Duration.ofSeconds(20));
  }

  private static ModelReply reply(ModelGateway gateway, ModelGateway.Call call) throws Exception {
    return gateway.ask(call).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static ModelFailure failure(ModelGateway gateway, ModelGateway.Call call) {
    var thrown = catchThrowableOfType(ExecutionException.class, () -> reply(gateway, call));
    assertThat(thrown).as("the call must fail").isNotNull();
    return (ModelFailure) Objects.requireNonNull(thrown.getCause());
  }

  @Test
  void sends_the_messages_and_reads_text_usage_and_model() throws Exception {
    endpoint.says("hello");

    var reply = reply(gateway(), call());

    assertThat(reply.text()).isEqualTo("hello");
    assertThat(reply.usage()).isEqualTo(new Usage(1, 120, 340));
    assertThat(reply.model()).isEqualTo("openai/stub-1");
    var sent = endpoint.received.getFirst();
    assertThat(sent.path()).isEqualTo("/v1/chat/completions");
    assertThat(sent.header("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(sent.header("X-task")).isEqualTo("t-1");
    assertThat(sent.header("Idempotency-key")).isEqualTo("t-1:1:1");
    assertThat(sent.headers().get("User-agent")).hasSize(1);
    assertThat(sent.headers()).doesNotContainKey("Accept-encoding");
    var body = Json.parse(sent.body());
    assertThat(body.path("model").asText()).isEqualTo("gpt");
    assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(body.at("/messages/1/content").asText()).isEqualTo("notes");
    assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(100);
  }

  @Test
  void a_key_alone_sends_nothing() throws Exception {
    endpoint.says("hello");

    var reply = reply(gateway(), call("offline", Duration.ofSeconds(5)));

    assertThat(reply.text()).isEqualTo("offline answer");
    assertThat(reply.usage()).isEqualTo(new Usage(1, 0, 0));
    assertThat(endpoint.received).isEmpty();
  }

  @Test
  void a_roles_own_endpoint_does_not_get_the_providers_key() throws Exception {
    try (var other = new FakeEndpoint().says("mine")) {
      var reply =
          reply(
              gateway(),
              WriterCall.of(
                  WriterCall.roleAt(
                      other.url() + "/researcher", "openai/gpt", Duration.ofSeconds(5)),
                  List.of()));

      assertThat(reply.text()).isEqualTo("mine");
      assertThat(other.received.getFirst().path()).isEqualTo("/researcher/v1/chat/completions");
      assertThat(other.received.getFirst().header("Authorization")).isEmpty();
      assertThat(endpoint.received).isEmpty();
    }
  }

  @Test
  void waits_as_long_as_a_429_asks_for_and_tries_again() throws Exception {
    endpoint.answers(429, Map.of("Retry-After", "1"), "{\"error\":{\"message\":\"slow down\"}}");
    endpoint.says("hello");
    var begun = System.nanoTime();

    assertThat(reply(gateway(), call()).text()).isEqualTo("hello");

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(950));
    assertThat(endpoint.received)
        .extracting(received -> received.header("Idempotency-key"))
        .containsExactly("t-1:1:1", "t-1:1:1");
  }

  @Test
  void does_not_wait_past_the_deadline_for_a_429() {
    endpoint.answers(429, Map.of("Retry-After", "30"), "{}");

    var failure = failure(gateway(), call("openai/gpt", Duration.ofSeconds(5)));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.RATE_LIMITED);
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void quotes_a_wait_that_is_longer_than_a_call_may_take() {
    endpoint.answers(429, Map.of("Retry-After", "3600"), "{\"error\":{\"message\":\"slow down\"}}");

    var failure = failure(gateway(), call());

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.RATE_LIMITED);
    assertThat(failure)
        .hasMessageContaining("slow down")
        .hasMessageContaining("the server asks to wait 3600 s");
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void recovers_from_a_500_and_from_an_answer_that_is_no_json() throws Exception {
    endpoint.answers(500, "oops").answers(200, "{\"choices\":[{\"mess").says("hello");

    assertThat(reply(gateway(), call()).text()).isEqualTo("hello");
    assertThat(endpoint.received).hasSize(3);
  }

  @Test
  void gives_up_after_four_retries_naming_the_endpoint() {
    endpoint.answers(503, "{\"error\":{\"message\":\"overloaded\"}}");

    var failure = failure(gateway(), call());

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(failure)
        .hasMessage(
            endpoint.url() + "/v1/chat/completions: status 503: overloaded (tried 5 times)");
    assertThat(endpoint.received).hasSize(5);
  }

  @Test
  void names_what_stays_unreadable_an_invalid_reply() {
    endpoint.answers(200, "<html>");

    assertThat(failure(gateway(), call()).kind()).isEqualTo(ModelFailure.Kind.INVALID_REPLY);
    assertThat(endpoint.received).hasSize(5);
  }

  @Test
  void fails_at_once_on_a_refused_key_without_showing_it() {
    endpoint.answers(
        401, "{\"error\":{\"message\":\"Incorrect API key provided: %s\"}}".formatted(KEY));

    var failure = failure(gateway(), call());

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.NOT_CONFIGURED);
    assertThat(failure)
        .hasMessageContaining("Incorrect API key provided: ***")
        .hasMessageContaining("check the key in troupe.models.providers.openai");
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void fails_at_once_on_an_unknown_model_and_on_a_bad_request() {
    endpoint.answers(404, "{}").answers(400, "{\"error\":{\"message\":\"bad\"}}");
    var gateway = gateway();

    assertThat(failure(gateway, call()).kind()).isEqualTo(ModelFailure.Kind.NOT_CONFIGURED);
    assertThat(failure(gateway, call()).kind()).isEqualTo(ModelFailure.Kind.INVALID_REQUEST);
    assertThat(endpoint.received).hasSize(2);
  }

  @Test
  void calls_a_filtered_answer_refused_and_a_cut_one_invalid() {
    endpoint
        .answers(200, FakeEndpoint.completion("", "content_filter"))
        .answers(200, FakeEndpoint.completion("half a", "length"));
    var gateway = gateway();

    assertThat(failure(gateway, call()).kind()).isEqualTo(ModelFailure.Kind.REFUSED);
    assertThat(failure(gateway, call()))
        .hasMessageContaining("raise the role's limits.max-output-tokens");
    assertThat(endpoint.received).hasSize(2);
  }

  @Test
  void gives_up_at_the_calls_deadline() {
    endpoint.says("too late").after(10_000);

    var failure = failure(gateway(), call("openai/gpt", Duration.ofMillis(300)));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void reads_no_more_than_it_may() {
    endpoint.says("x".repeat(200_000));

    var failure = failure(gateway("troupe.models.http.response-bytes = 64 KiB"), call());

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.INVALID_REPLY);
    assertThat(failure).hasMessageContaining("more than 65536 bytes");
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void calls_a_refused_connection_unavailable() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    var failure =
        failure(
            gateway(
                "troupe.models.providers.openai.base-url = \"http://127.0.0.1:%d\""
                    .formatted(free)),
            call());

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("(tried 5 times)");
  }

  @Test
  void calls_a_host_that_nobody_knows_unavailable() {
    var failure =
        failure(
            gateway("troupe.models.providers.openai.base-url = \"http://nowhere.invalid/v1\""),
            call());

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(failure)
        .hasMessageContaining("http://nowhere.invalid")
        .hasMessageContaining("the host's name is not known here");
  }

  @Test
  void queues_calls_beyond_its_connections() throws Exception {
    endpoint.says("hello").after(30);
    var gateway = gateway("troupe.models.http.connections = 2");

    var replies =
        IntStream.range(0, 10).mapToObj(_ -> gateway.ask(call()).toCompletableFuture()).toList();
    CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

    assertThat(endpoint.received).hasSize(10);
    assertThat(endpoint.mostAtOnce.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void stops_a_cancelled_call_and_frees_its_connection() throws Exception {
    endpoint.says("hello").after(300);
    var gateway = gateway("troupe.models.http.connections = 1");
    var first = gateway.ask(call("openai/gpt", Duration.ofSeconds(60))).toCompletableFuture();
    first.cancel(true);

    assertThat(reply(gateway, call()).text()).isEqualTo("hello");
    assertThat(first).isCancelled();
  }

  @Test
  void says_what_is_wrong_with_a_models_name() {
    var gateway = gateway();

    assertThat(gateway.faultOfModel("openai/gpt")).isEmpty();
    assertThat(gateway.faultOfModel("offline")).isEmpty();
    assertThat(gateway.faultOfModel("offline/x")).isPresent();
    assertThat(gateway.faultOfModel("openai"))
        .hasValueSatisfying(it -> assertThat(it).contains("openai/MODEL"));
    assertThat(gateway.faultOfModel("nobody/x"))
        .hasValueSatisfying(
            it -> assertThat(it).contains("anthropic, bench, gemini, offline, ollama, openai"));
  }

  @Test
  void a_provider_without_an_endpoint_is_named() {
    var failure = failure(gateway(), call("bench/stub", Duration.ofSeconds(5)));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.NOT_CONFIGURED);
    assertThat(failure).hasMessageContaining("troupe.models.providers.bench");
  }
}
