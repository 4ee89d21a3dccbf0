package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.model.limits.GatewayMetrics.Load;
import dev.troupe.agents.model.limits.GatewayMetrics.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of a whole gateway with limits, against a server. */
@Timeout(60)
class GatedCallsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String OPENS_AT_ONCE =
      "circuit { failures-percent = 1, last-tries = 1, least-tries = 1, open = 1 h }";

  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    endpoint.close();
    blocking.close();
  }

  private ModelGateway gateway(String limits, String... settings) {
    var given =
        ConfigFactory.parseString(
                """
                troupe.models.providers.openai { base-url = "%s", limits { %s } }
                troupe.models.retries { first-pause = 10 ms, within = 5 s }
                """
                    .formatted(endpoint.url(), limits))
            .withFallback(ConfigFactory.load());
    var config =
        ConfigFactory.parseString(String.join("\n", settings)).withFallback(given).resolve();
    return ModelGateways.create(
        ModelSettings.of(config), (_, _) -> "offline answer", blocking, InstantSource.system());
  }

  private static CompletableFuture<ModelReply> ask(ModelGateway gateway, Duration timeout) {
    return gateway.ask(WriterCall.of("openai/gpt", timeout)).toCompletableFuture();
  }

  private static ModelFailure failure(CompletableFuture<ModelReply> asked) {
    var thrown =
        catchThrowableOfType(
            ExecutionException.class, () -> asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertThat(thrown).as("the call must fail").isNotNull();
    return (ModelFailure) Objects.requireNonNull(thrown.getCause());
  }

  private static Load load(ModelGateway gateway) {
    return gateway.metrics().snapshot().stream()
        .filter(load -> load.provider().equals("openai"))
        .findFirst()
        .orElseThrow();
  }

  private static void eventually(ModelGateway gateway, Predicate<Load> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(load(gateway)) && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000);
    }
    assertThat(load(gateway)).matches(condition);
  }

  @Test
  void no_more_calls_go_out_at_once_than_the_limit() throws Exception {
    endpoint.says("hello").after(20);
    var gateway = gateway("calls-at-once = 3");

    var replies = IntStream.range(0, 12).mapToObj(_ -> ask(gateway, PATIENCE)).toList();
    CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

    assertThat(endpoint.mostAtOnce.get()).isLessThanOrEqualTo(3);
    assertThat(load(gateway).admitted()).isEqualTo(12);
    assertThat(load(gateway).inFlight()).isZero();
  }

  @Test
  void a_call_whose_turn_does_not_come_times_out_and_says_why_and_sends_nothing() {
    endpoint.says("hello");
    var gateway = gateway("requests-per-minute = 1");
    assertThat(ask(gateway, PATIENCE)).succeedsWithin(PATIENCE);

    var failure = failure(ask(gateway, Duration.ofMillis(100)));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(failure)
        .hasMessageContaining("troupe.models.providers.openai.limits.requests-per-minute = 1");
    assertThat(endpoint.received).hasSize(1);
    assertThat(failure.billed("openai/gpt")).isEmpty();
  }

  @Test
  void a_try_that_may_be_billed_is_not_forgotten_where_the_next_one_is_not_sent() {
    endpoint.answers(200, "{}").says("hello");
    var gateway = gateway("requests-per-minute = 1");

    var failure = failure(ask(gateway, Duration.ofMillis(500)));

    assertThat(failure).hasMessageContaining("limits.requests-per-minute = 1");
    assertThat(endpoint.received).hasSize(1);
    assertThat(failure.billed("openai/gpt")).containsExactly("openai/gpt");
  }

  @Test
  void every_retry_counts_as_a_request() {
    endpoint.answers(500, "oops").says("hello");
    var gateway = gateway("requests-per-minute = 1");

    var failure = failure(ask(gateway, Duration.ofMillis(500)));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(endpoint.received).hasSize(1);
  }

  @Test
  void tokens_are_reserved_by_estimate_and_settled_by_what_the_endpoint_says() {
    endpoint.says("hello");
    var gateway = gateway("tokens-per-minute = 600");
    assertThat(ask(gateway, PATIENCE)).succeedsWithin(PATIENCE);

    // 460 were spent, so 102 more are possible and 40 are left.
    assertThat(ask(gateway, PATIENCE)).succeedsWithin(PATIENCE);
    assertThat(failure(ask(gateway, Duration.ofMillis(100))))
        .hasMessageContaining("limits.tokens-per-minute = 600");
  }

  @Test
  void a_call_too_many_is_refused_at_once_as_rate_limited() {
    endpoint.says("hello").after(10_000);
    var gateway = gateway("calls-at-once = 1, waiting = 1");
    var first = ask(gateway, PATIENCE);
    eventually(gateway, load -> load.inFlight() == 1);
    var second = ask(gateway, PATIENCE);
    eventually(gateway, load -> load.waiting() == 1);

    var failure = failure(ask(gateway, PATIENCE));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.RATE_LIMITED);
    assertThat(failure).hasMessageContaining("troupe.models.providers.openai.limits.waiting");
    assertThat(load(gateway).refused()).containsEntry(Reason.FULL, 1L);
    second.cancel(true);
    eventually(gateway, load -> load.waiting() == 0);
    first.cancel(true);
    eventually(gateway, load -> load.inFlight() == 0);
  }

  @Test
  void an_endpoint_that_fails_is_left_alone_and_tried_again_later() {
    endpoint.answers(500, "oops").answers(500, "oops").answers(500, "oops").says("hello");
    var gateway =
        gateway("circuit { failures-percent = 100, last-tries = 3, least-tries = 3, open = 1 s }");
    long begun = System.nanoTime();

    assertThat(ask(gateway, PATIENCE)).succeedsWithin(PATIENCE);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(950));
    assertThat(endpoint.received).hasSize(4);
    assertThat(load(gateway).refused().get(Reason.OPEN)).isPositive();
  }

  @Test
  void a_call_that_cannot_wait_for_the_circuit_fails_at_once_as_unavailable() {
    endpoint.answers(500, "oops");
    var gateway =
        gateway("circuit { failures-percent = 100, last-tries = 3, least-tries = 3, open = 1 h }");
    assertThat(failure(ask(gateway, PATIENCE))).hasMessageContaining("failed in most");
    assertThat(endpoint.received).hasSize(3);

    var failure = failure(ask(gateway, PATIENCE));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("troupe.models.providers.openai.limits.circuit");
    assertThat(endpoint.received).hasSize(3);
  }

  @Test
  void what_a_call_waits_for_its_turn_is_no_part_of_its_retries() {
    endpoint.says("first").answers(503, "busy").says("third").after(1_500);
    var gateway = gateway("calls-at-once = 1", "troupe.models.retries.within = 2500 ms");
    var first = ask(gateway, PATIENCE);
    eventually(gateway, load -> load.inFlight() == 1);

    var second = ask(gateway, PATIENCE);

    assertThat(first).succeedsWithin(PATIENCE);
    assertThat(second)
        .succeedsWithin(PATIENCE)
        .satisfies(reply -> assertThat(reply.text()).isEqualTo("third"));
  }

  @Test
  void that_this_nodes_connections_are_busy_is_not_held_against_the_endpoint() {
    endpoint.says("slow").after(10_000);
    var gateway =
        gateway(
            "tokens-per-minute = 100000, circuit { failures-percent = 1, last-tries = 1, least-tries = 1, open = 1 h }",
            "troupe.models.http.connections = 1");
    var first = ask(gateway, PATIENCE);
    eventually(gateway, load -> endpoint.received.size() == 1);

    var failure = failure(ask(gateway, Duration.ofMillis(200)));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(failure)
        .hasMessageContaining("nothing was sent")
        .hasMessageContaining("troupe.models.http.connections");
    assertThat(failure.billed("openai/gpt")).isEmpty();
    assertThat(load(gateway).circuits()).containsValue("closed");
    first.cancel(true);
  }

  @Test
  void a_step_with_too_little_time_is_not_held_against_the_endpoint() {
    endpoint.says("slow").after(10_000);
    var gateway = gateway(OPENS_AT_ONCE);
    var role = WriterCall.role("openai/gpt", PATIENCE);
    var soon = Instant.now().plusMillis(300);

    var failure = failure(gateway.ask(WriterCall.of(role, soon, List.of())).toCompletableFuture());

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(failure).hasMessageContaining("TimeoutSeconds");
    assertThat(endpoint.received).hasSize(1);
    assertThat(load(gateway).circuits()).containsValue("closed");
  }

  @Test
  void an_endpoint_that_takes_all_the_time_a_call_may_take_is_left_alone() {
    endpoint.says("slow").after(10_000);
    var gateway = gateway(OPENS_AT_ONCE);

    var failure = failure(ask(gateway, Duration.ofMillis(300)));

    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(load(gateway).circuits()).containsValue("open");
  }

  @Test
  void where_another_model_can_be_asked_nobody_waits_for_the_circuit() {
    endpoint.answers(500, "oops");
    var gateway =
        gateway("circuit { failures-percent = 100, last-tries = 3, least-tries = 3, open = 2 s }");
    var role = WriterCall.role("openai/gpt", PATIENCE, List.of("offline"));
    var call = WriterCall.of(role, List.of());
    assertThat(gateway.ask(call)).succeedsWithin(PATIENCE);
    var sent = endpoint.received.size();

    var reply = gateway.ask(call);

    assertThat(reply)
        .succeedsWithin(PATIENCE)
        .satisfies(answer -> assertThat(answer.text()).isEqualTo("offline answer"));
    assertThat(endpoint.received).hasSize(sent);
  }
}
