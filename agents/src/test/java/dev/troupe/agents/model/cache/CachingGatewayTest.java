package dev.troupe.agents.model.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.ConfigFactory;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.Role;
import dev.troupe.agents.ScriptedModel;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway.Call;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.Prompt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachingGatewayTest {
  private static final Role ROLE = role("openai/gpt", 100, Role.Cache.MEMORY);
  private static final ToolSpecification TOOL =
      ToolSpecification.builder().name("look").description("Looks.").build();

  private final ScriptedModel model = new ScriptedModel().says("one").says("two").says("three");
  private final AtomicLong nanos = new AtomicLong();
  private final CachingGateway gateway = gateway(1_000_000);

  private CachingGateway gateway(long bytes) {
    return CachingGateway.create(model, new CacheSettings(bytes, Duration.ofHours(1)), nanos::get);
  }

  private static Role role(String model, int tokens, Role.Cache cache) {
    var limits = new Role.Limits(2, tokens, Duration.ofSeconds(5));
    return new Role(
        "writer", Role.Kind.PLAIN, "Write.", model, null, null, limits, null, null, cache, null);
  }

  private static Call call(Role role, String tenant, String text, ToolSpecification... tools) {
    var messages = List.of(SystemMessage.from("Write."), UserMessage.from(text));
    var prompt = new Prompt(tenant, messages, TextNode.valueOf(text), List.of(), List.of());
    return new Call(role, "t-1", "t-1:1:1", prompt, Instant.EPOCH, List.of(tools));
  }

  private static Call call() {
    return call(ROLE, "default", "notes");
  }

  private ModelReply reply(Call call) {
    return gateway.ask(call).toCompletableFuture().join();
  }

  @Test
  void the_same_request_gets_the_same_answer_which_costs_nothing_and_says_so() {
    var first = reply(call());
    var second = reply(call());

    assertThat(first.text()).isEqualTo("one");
    assertThat(first.usage().modelCalls()).isEqualTo(1);
    assertThat(second.text()).isEqualTo("one");
    assertThat(second.usage()).isEqualTo(Usage.NONE);
    assertThat(second.model()).isEqualTo(first.model() + " (cached)");
    assertThat(second.latency()).isZero();
    assertThat(reply(call())).as("nor does it say so twice").isEqualTo(second);
  }

  @Test
  void whatever_the_model_sees_and_whose_it_is_tells_requests_apart() {
    assertThat(reply(call()).text()).isEqualTo("one");
    assertThat(reply(call(ROLE, "other", "notes")).text()).isEqualTo("two");
    assertThat(reply(call(ROLE, "default", "other notes")).text()).isEqualTo("three");
    model.says("four").says("five");
    assertThat(reply(call(role("openai/other", 100, Role.Cache.MEMORY), "default", "notes")).text())
        .isEqualTo("four");
    assertThat(reply(call(role("openai/gpt", 101, Role.Cache.MEMORY), "default", "notes")).text())
        .isEqualTo("five");
  }

  @Test
  void a_turn_with_tools_always_asks() {
    assertThat(reply(call(ROLE, "default", "notes", TOOL)).text()).isEqualTo("one");
    assertThat(reply(call(ROLE, "default", "notes", TOOL)).text()).isEqualTo("two");
  }

  @Test
  void a_role_that_does_not_want_it_always_asks() {
    var plain = new Role("w", Role.Kind.PLAIN, "", "openai/gpt", null, null, ROLE.limits());

    assertThat(reply(call(plain, "default", "notes")).text()).isEqualTo("one");
    assertThat(reply(call(plain, "default", "notes")).text()).isEqualTo("two");
  }

  @Test
  void an_answer_that_was_of_no_use_is_not_given_again() {
    assertThat(reply(call()).text()).isEqualTo("one");

    gateway.unusable(call());

    assertThat(reply(call()).text()).isEqualTo("two");
  }

  @Test
  void an_answer_that_comes_later_and_is_refused_is_not_given_again() {
    var slow = new ScriptedModel();
    var over = CachingGateway.create(slow, new CacheSettings(10_000, Duration.ofHours(1)));
    var heard =
        over.ask(call())
            .thenApply(reply -> {
              over.unusable(call());
              return reply;
            })
            .toCompletableFuture();

    slow.answerNext("refused");

    assertThat(heard.join().text()).isEqualTo("refused");
    var _ = over.ask(call());
    assertThat(slow.calls()).hasSize(2);
  }

  @Test
  void an_answer_that_comes_later_is_kept_before_it_is_heard_of() {
    var slow = new ScriptedModel();
    var over = CachingGateway.create(slow, new CacheSettings(10_000, Duration.ofHours(1)));
    var again = over.ask(call()).thenCompose(_ -> over.ask(call())).toCompletableFuture();

    slow.answerNext("one");

    assertThat(again.join().model()).endsWith("(cached)");
  }

  @Test
  void a_failure_that_comes_later_is_told_as_it_is() {
    var slow = new ScriptedModel();
    var over = CachingGateway.create(slow, new CacheSettings(10_000, Duration.ofHours(1)));
    var heard = new CompletableFuture<Throwable>();
    var _ = over.ask(call()).whenComplete((_, failure) -> heard.complete(failure));

    slow.failNext(new ModelFailure(ModelFailure.Kind.UNAVAILABLE, "down"));

    assertThat(heard.join()).isInstanceOf(ModelFailure.class).hasMessage("down");
  }

  @Test
  void a_failure_is_not_kept() {
    var failing = new ScriptedModel().fails(ModelFailure.Kind.UNAVAILABLE, "down").says("up");
    var over = CachingGateway.create(failing, new CacheSettings(1_000, Duration.ofHours(1)));

    assertThat(over.ask(call()).toCompletableFuture()).isCompletedExceptionally();
    assertThat(over.ask(call()).toCompletableFuture().join().text()).isEqualTo("up");
  }

  @Test
  void an_answer_is_forgotten_after_its_time() {
    reply(call());
    nanos.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(reply(call()).text()).isEqualTo("one");

    nanos.addAndGet(Duration.ofMinutes(2).toNanos());

    assertThat(reply(call()).text()).isEqualTo("two");
  }

  @Test
  void no_more_is_kept_than_its_bytes() {
    var small = gateway(700);
    var texts = List.of("a", "b", "c");
    texts.forEach(text -> small.ask(call(ROLE, "default", text)).toCompletableFuture().join());
    model.says("four").says("five").says("six");

    var again =
        texts.stream()
            .map(text -> small.ask(call(ROLE, "default", text)).toCompletableFuture().join())
            .filter(reply -> reply.usage().equals(Usage.NONE))
            .toList();

    assertThat(again).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void cancelling_stops_the_call() {
    var silent = new ScriptedModel();
    var over = CachingGateway.create(silent, new CacheSettings(1_000, Duration.ofHours(1)));
    CompletableFuture<ModelReply> asked = over.ask(call()).toCompletableFuture();

    assertThat(silent.open()).isEqualTo(1);
    asked.cancel(true);

    assertThat(silent.open()).isZero();
  }

  @Test
  void pins_the_defaults() {
    assertThat(CacheSettings.of(ConfigFactory.load()))
        .isEqualTo(new CacheSettings(32 * 1024 * 1024, Duration.ofHours(1)));
  }
}
