package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbacksTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static final List<ToolSpecification> TOOLS =
      List.of(ToolSpecification.builder().name("clock").description("Tells the time").build());

  private record Asked(String model, String idempotencyKey, List<ToolSpecification> tools) {}

  private final List<List<String>> following = new ArrayList<>();

  private final List<Asked> asked = new ArrayList<>();
  private final Map<String, Kind> failing = new HashMap<>();
  private Instant now = NOW;

  private ModelProvider provider(String name) {
    return (call, model) -> {
      var whole = name + "/" + model;
      following.add(call.role().fallbacks());
      asked.add(new Asked(whole, call.idempotencyKey(), call.tools()));
      var kind = failing.get(whole);
      if (kind != null) {
        throw new ModelFailure(kind, "it is " + kind);
      }
      return new ModelReply("hello", new Usage(1, 2, 3), whole, Duration.ofMillis(5));
    };
  }

  private ModelReply ask(String... fallbacks) throws Exception {
    Executor here = Runnable::run;
    var gateway =
        new ProviderGateway(
            Map.of("a", provider("a"), "b", provider("b")),
            here,
            () -> now,
            GatewayMetrics.NONE,
            Prices.NONE,
            Telemetry.NONE);
    var role = WriterCall.role("a/1", Duration.ofSeconds(5), List.of(fallbacks));
    var call = WriterCall.of(role, NOW.plusSeconds(60), TOOLS);
    return gateway.ask(call).toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private ModelFailure failure(String... fallbacks) {
    var thrown = catchThrowableOfType(ExecutionException.class, () -> ask(fallbacks));
    assertThat(thrown).as("the call must fail").isNotNull();
    return (ModelFailure) Objects.requireNonNull(thrown.getCause());
  }

  @Test
  void every_model_but_the_last_knows_that_another_one_follows() {
    failing.put("a/1", Kind.UNAVAILABLE);
    failing.put("b/2", Kind.UNAVAILABLE);
    failing.put("b/3", Kind.UNAVAILABLE);

    assertThat(failure("b/2", "a/1", "b/3").kind()).isEqualTo(Kind.UNAVAILABLE);

    assertThat(following).containsExactly(List.of("b/2", "b/3"), List.of("b/3"), List.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "RATE_LIMITED", "TIMEOUT"})
  void the_next_model_answers_for_one_that_is_overloaded_late_or_down(Kind kind) throws Exception {
    failing.put("a/1", kind);

    var reply = ask("b/2", "b/3");

    assertThat(reply.model()).isEqualTo("b/2");
    assertThat(asked)
        .containsExactly(new Asked("a/1", "t-1:1:1", TOOLS), new Asked("b/2", "t-1:1:1:1", TOOLS));
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "INVALID_REPLY", "INVALID_REQUEST", "NOT_CONFIGURED"})
  void no_other_model_is_asked_what_this_one_refused_or_could_not_read(Kind kind) {
    failing.put("a/1", kind);

    assertThat(failure("b/2").kind()).isEqualTo(kind);
    assertThat(asked).extracting(Asked::model).containsExactly("a/1");
  }

  @Test
  void the_first_model_answers_where_it_can() throws Exception {
    assertThat(ask("b/2").model()).isEqualTo("a/1");
    assertThat(asked).hasSize(1);
  }

  @Test
  void where_all_fail_the_last_ones_kind_counts_and_every_reason_is_told() {
    failing.put("a/1", Kind.TIMEOUT);
    failing.put("b/2", Kind.RATE_LIMITED);

    var failure = failure("b/2");

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.billed("a/1")).containsExactly("a/1");
    assertThat(failure).hasMessage("a/1: it is TIMEOUT; then b/2: it is RATE_LIMITED");
  }

  @Test
  void who_was_asked_in_vain_and_may_send_a_bill_is_named() throws Exception {
    failing.put("a/1", Kind.TIMEOUT);
    failing.put("b/2", Kind.UNAVAILABLE);
    assertThat(ask("b/2", "b/3").bill().inVain()).containsExactly("a/1");

    failing.put("b/3", Kind.TIMEOUT);
    assertThat(failure("b/2", "b/3").billed("a/1")).containsExactly("a/1", "b/3");
  }

  @Test
  void nobody_is_asked_after_the_deadline_of_the_step() {
    failing.put("a/1", Kind.TIMEOUT);
    now = NOW.plusSeconds(60);

    assertThat(failure("b/2")).hasMessage("it is TIMEOUT");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_fallback_whose_provider_is_gone_is_named() {
    failing.put("a/1", Kind.UNAVAILABLE);

    assertThatThrownBy(() -> ask("gone/2"))
        .hasRootCauseInstanceOf(ModelFailure.class)
        .rootCause()
        .hasMessageContaining("there is no model provider `gone`");
  }
}
