package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.ConfigFactory;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Charge;
import dev.troupe.agents.Cost;
import dev.troupe.agents.Role;
import dev.troupe.agents.TenantRaise;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.Bill;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.Prompt;
import dev.troupe.agents.model.price.PriceFile;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.persistence.TestTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetedGatewayTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  /** Of 100 bytes, so 50 tokens and 8 around; with the 42 that may be written: 100. */
  private static final String PROMPT = "x".repeat(100);

  private static final int OUTPUT = 42;
  private static final long WORST_TOKENS = 100;

  private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  /** A gateway over accounts of its own, and a model that answers when it is told to. */
  private final class Scene {
    final TestTable table = new TestTable();
    final Deque<CompletableFuture<ModelReply>> asked = new ArrayDeque<>();
    final Map<AccountId, ActorRef<AccountCommand>> accounts = new ConcurrentHashMap<>();
    final AtomicInteger lostBookings = new AtomicInteger();
    final BudgetedGateway gateway;
    Instant now = NOW;

    Scene(String settings) {
      var config =
          ConfigFactory.parseString("troupe.budgets { %s }".formatted(settings))
              .withFallback(ConfigFactory.load());
      var prices = PriceFile.read(config);
      gateway =
          new BudgetedGateway(
              model(prices),
              (id, command, within) ->
                  heard(AskPattern.ask(account(id), command::apply, within, kit.scheduler())),
              BudgetSettings.of(config),
              prices,
              () -> now,
              new BudgetMeter());
    }

    /** Of bookings, so many are not heard of. */
    private CompletionStage<AccountReply> heard(CompletionStage<AccountReply> answer) {
      return answer.thenCompose(reply ->
          reply instanceof AccountReply.Booked && lostBookings.getAndDecrement() > 0
              ? CompletableFuture.failedStage(new TimeoutException("silence"))
              : CompletableFuture.completedStage(reply));
    }

    private ActorRef<AccountCommand> account(AccountId id) {
      return accounts.computeIfAbsent(
          id,
          _ -> {
            var shard = kit.createTestProbe(ClusterSharding.ShardCommand.class);
            return kit.spawn(
                AccountActor.create(
                    id, table, new BudgetMeter(), () -> now, Accounts.IDLE, shard.ref()));
          });
    }

    private ModelGateway model(Prices prices) {
      return new ModelGateway() {
        @Override
        public boolean keepsPrompts(String model) {
          return model.startsWith("anthropic/");
        }

        @Override
        public Optional<String> faultOfModel(String model) {
          return Optional.empty();
        }

        @Override
        public CompletionStage<ModelReply> ask(Call call) {
          var answer = new CompletableFuture<ModelReply>();
          synchronized (asked) {
            asked.add(answer);
          }
          return answer.thenApply(reply ->
              new ModelReply(
                  reply.text(),
                  prices.priced(call.role().model(), reply.usage(), reply.bill().kept()),
                  reply.model(),
                  reply.latency(),
                  List.of(),
                  null,
                  reply.bill()));
        }
      };
    }

    int asked() {
      synchronized (asked) {
        return asked.size();
      }
    }

    void awaitAsked(int count) {
      kit.createTestProbe(Object.class).awaitAssert(() -> assertThat(asked()).isEqualTo(count));
    }

    CompletableFuture<ModelReply> next() {
      awaitAsked(1);
      synchronized (asked) {
        return asked.remove();
      }
    }

    Amounts spent(String task) {
      return StoredAccount.in(table, new AccountId("default", task)).spent();
    }
  }

  private static Role role(String model, String... fallbacks) {
    return new Role(
        "writer",
        Role.Kind.PLAIN,
        "",
        model,
        null,
        null,
        new Role.Limits(1, OUTPUT, Duration.ofSeconds(10)),
        null,
        new Role.OtherModels(List.of(fallbacks), Map.of()),
        null,
        null);
  }

  private static ModelGateway.Call call(
      String key, String model, @Nullable Charge charge, String... fallbacks) {
    var prompt =
        new Prompt(
            "default",
            List.of(UserMessage.from(PROMPT)),
            TextNode.valueOf("x"),
            List.of(),
            List.of());
    return new ModelGateway.Call(
        role(model, fallbacks), "t-1", key, prompt, NOW.plusSeconds(60), List.of(), charge);
  }

  private static Charge charge(Budget budget) {
    return new Charge("t-1", budget, NOW, Map.of(), Map.of());
  }

  private static Budget tokens(long tokens) {
    return new Budget(null, tokens, null, null, null, null);
  }

  private static Budget money(long nanos) {
    return new Budget(nanos, null, null, null, null, null);
  }

  private static ModelReply reply(long input, long output) {
    return new ModelReply("hello", new Usage(1, input, output), "m", Duration.ofMillis(5));
  }

  private static ModelReply heard(CompletionStage<ModelReply> answer) throws Exception {
    return answer.toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private static void assertFails(CompletionStage<ModelReply> answer, Kind kind, String message) {
    assertThatThrownBy(() -> answer.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ModelFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  @Test
  void a_call_without_a_budget_passes_by_and_writes_nothing() throws Exception {
    var scene = new Scene("");

    var answer = scene.gateway.ask(call("1", "openai/gpt-5-mini", null));
    scene.next().complete(reply(10, 5));

    assertThat(heard(answer).text()).isEqualTo("hello");
    assertThat(scene.accounts).isEmpty();
    assertThat(scene.table.writes()).isZero();
  }

  @Test
  void what_a_call_took_is_settled_before_its_answer_goes_on() throws Exception {
    var scene = new Scene("");

    var answer = scene.gateway.ask(call("1", "openai/gpt-5-mini", charge(money(1_000_000))));
    scene.next().complete(reply(10, 5));

    var cost = new Cost("USD", 10 * 250 + 5 * 2_000, 0);
    assertThat(heard(answer).usage().cost()).isEqualTo(cost);
    assertThat(scene.spent("t-1")).isEqualTo(new Amounts(cost.nanos(), 15, 1, 5));
  }

  @Test
  void the_worst_case_must_fit_and_nothing_is_asked_that_does_not() {
    var scene = new Scene("");

    var answer =
        scene.gateway.ask(call("1", "openai/gpt-5-mini", charge(tokens(WORST_TOKENS - 1))));

    assertFails(
        answer,
        Kind.BUDGET_EXHAUSTED,
        "The task's budget of tokens is 99; 0 are spent, and the next call may take 100");
    assertThat(scene.asked()).isZero();
  }

  @Test
  void calls_at_once_are_never_let_out_beyond_the_budget_together() throws Exception {
    var scene = new Scene("");
    var charge = charge(tokens(WORST_TOKENS + 50));

    var first = scene.gateway.ask(call("1", "openai/gpt-5-mini", charge));
    var second = scene.gateway.ask(call("2", "openai/gpt-5-mini", charge));
    scene.awaitAsked(1);
    assertThat(second.toCompletableFuture()).isNotDone();
    scene.next().complete(reply(10, 5));

    assertThat(heard(first).text()).isEqualTo("hello");
    scene.next().complete(reply(20, 5));
    assertThat(heard(second).text()).isEqualTo("hello");
    assertThat(scene.spent("t-1").tokens()).isEqualTo(40);
  }

  @Test
  void a_tenants_budget_holds_for_tasks_without_one() throws Exception {
    var scene = new Scene("tenants.default { model-calls = 1 }");

    var first = scene.gateway.ask(call("1", "offline", null));
    scene.next().complete(new ModelReply("hello", new Usage(1, 0, 0), "o", Duration.ZERO));
    assertThat(heard(first).text()).isEqualTo("hello");

    assertFails(
        scene.gateway.ask(call("2", "offline", null)),
        Kind.TENANT_BUDGET_EXHAUSTED,
        "The tenant's budget of model calls is 1; 1 are spent");
  }

  @Test
  void what_the_task_reserved_goes_back_where_the_tenant_refuses() {
    var scene = new Scene("tenants.default { tokens = 10 }");

    assertFails(
        scene.gateway.ask(call("1", "openai/gpt-5-mini", charge(tokens(WORST_TOKENS)))),
        Kind.TENANT_BUDGET_EXHAUSTED,
        "tenant's budget of tokens");
    assertThat(scene.spent("t-1").tokens()).isZero();
  }

  @Test
  void a_tenants_budget_begins_anew_with_its_period() throws Exception {
    var scene = new Scene("tenants.default { model-calls = 1, period = day }");
    var first = scene.gateway.ask(call("1", "offline", null));
    scene.next().complete(new ModelReply("hello", new Usage(1, 0, 0), "o", Duration.ZERO));
    heard(first);

    scene.now = NOW.plus(Duration.ofHours(14));
    var late = call("2", "offline", null).until(scene.now.plusSeconds(60));
    var second = scene.gateway.ask(late);
    scene.next().complete(new ModelReply("again", new Usage(1, 0, 0), "o", Duration.ZERO));

    assertThat(heard(second).text()).isEqualTo("again");
  }

  @Test
  void a_model_without_a_price_is_refused_by_name_where_money_counts() {
    var scene = new Scene("");

    assertFails(
        scene.gateway.ask(call("1", "openai/strange", charge(money(1_000)))),
        Kind.PRICE_UNKNOWN,
        "The price of openai/strange is not known");
    assertThat(scene.asked()).isZero();
  }

  @Test
  void or_asked_all_the_same_where_the_configuration_says_so() throws Exception {
    var scene = new Scene("unknown-price = ignore");

    var answer = scene.gateway.ask(call("1", "openai/strange", charge(money(1_000))));
    scene.next().complete(reply(10, 5));

    assertThat(heard(answer).usage().cost()).isEqualTo(Cost.UNKNOWN);
    assertThat(scene.spent("t-1")).isEqualTo(new Amounts(0, 15, 1, 5));
  }

  @Test
  void tokens_that_a_provider_does_not_count_count_as_the_worst_case() throws Exception {
    var scene = new Scene("");

    var answer = scene.gateway.ask(call("1", "openai/gpt-5-mini", charge(tokens(500))));
    scene.next().complete(reply(0, 0));
    heard(answer);

    assertThat(scene.spent("t-1").tokens()).isEqualTo(WORST_TOKENS);
  }

  @Test
  void a_call_that_was_never_answered_counts_only_if_it_may_be_on_a_bill() {
    var scene = new Scene("");
    var charge = charge(tokens(500));

    var refused = scene.gateway.ask(call("1", "openai/gpt-5-mini", charge));
    scene.next().completeExceptionally(new ModelFailure(Kind.UNAVAILABLE, "down"));
    assertFails(refused, Kind.UNAVAILABLE, "down");
    assertThat(scene.spent("t-1").tokens()).isZero();
    var late = scene.gateway.ask(call("2", "openai/gpt-5-mini", charge));
    scene.next().completeExceptionally(new ModelFailure(Kind.TIMEOUT, "late"));
    assertFails(late, Kind.TIMEOUT, "late");

    assertThat(scene.spent("t-1").tokens()).isEqualTo(WORST_TOKENS);
  }

  @Test
  void a_settlement_that_is_not_heard_of_is_told_again_and_booked_once() throws Exception {
    var scene = new Scene("");
    scene.lostBookings.set(3);

    var answer = scene.gateway.ask(call("1", "openai/gpt-5-mini", charge(tokens(500))));
    scene.next().complete(reply(10, 5));

    assertThat(heard(answer).text()).isEqualTo("hello");
    assertThat(scene.lostBookings).hasNegativeValue();
    assertThat(scene.spent("t-1").tokens()).isEqualTo(15);
  }

  @Test
  void a_call_that_was_never_sent_costs_nothing() {
    var scene = new Scene("tenants.default { tokens = 500 }");

    var answer = scene.gateway.ask(call("1", "openai/gpt-5-mini", null));
    scene.next().completeExceptionally(ModelFailure.unsent(Kind.TIMEOUT, "no turn came"));

    assertFails(answer, Kind.TIMEOUT, "no turn came");
    assertThat(scene.spent("")).isEqualTo(Amounts.NONE);
  }

  @Test
  void who_was_asked_in_vain_before_is_paid_beside_who_answered() throws Exception {
    var scene = new Scene("");
    var both =
        call("1", "openai/gpt-5-mini", charge(tokens(2 * WORST_TOKENS)), "openai/gpt-5-nano");

    var answer = scene.gateway.ask(both);
    scene.next().complete(after("openai/gpt-5-mini", reply(10, 5)));
    heard(answer);

    assertThat(scene.spent("t-1")).isEqualTo(spentInVainAnd(15));
  }

  /** The one that is asked in vain is also given its time. */
  private static Amounts spentInVainAnd(long tokens) {
    var mini = 58 * 250 + OUTPUT * 2_000L;
    return new Amounts(
        mini + 10 * 250 + 5 * 2_000,
        WORST_TOKENS + tokens,
        1,
        Duration.ofSeconds(10).toMillis() + 5);
  }

  private static ModelReply after(String inVain, ModelReply reply) {
    return new ModelReply(
        reply.text(),
        reply.usage(),
        reply.model(),
        reply.latency(),
        List.of(),
        null,
        new Bill(List.of(inVain), 0));
  }

  @Test
  void every_model_that_may_be_asked_has_to_fit() {
    var scene = new Scene("");
    var charge = charge(tokens(2 * WORST_TOKENS - 1));

    assertFails(
        scene.gateway.ask(call("1", "openai/gpt-5-mini", charge, "openai/gpt-5-nano")),
        Kind.BUDGET_EXHAUSTED,
        "the next call may take 200");
    var free = scene.gateway.ask(call("2", "openai/gpt-5-mini", charge, "offline"));
    scene.awaitAsked(1);
    free.toCompletableFuture().cancel(true);
  }

  @Test
  void a_prompt_that_a_provider_may_keep_is_reserved_with_a_quarter_more() {
    var scene = new Scene("");
    var written = 58 * 1_250 + OUTPUT * 5_000L;

    assertFails(
        scene.gateway.ask(call("1", "anthropic/claude-haiku-4-5", charge(money(written - 1)))),
        Kind.BUDGET_EXHAUSTED,
        "the next call may take 0.0002825");
    var fits = scene.gateway.ask(call("2", "anthropic/claude-haiku-4-5", charge(money(written))));
    scene.awaitAsked(1);
    fits.toCompletableFuture().cancel(true);
  }

  @Test
  void a_cancelled_call_is_stopped_and_counts_as_the_worst_case() {
    var scene = new Scene("");

    var answer =
        scene
            .gateway
            .ask(call("1", "openai/gpt-5-mini", charge(tokens(500))))
            .toCompletableFuture();
    scene.awaitAsked(1);
    answer.cancel(true);

    kit.createTestProbe(Object.class)
        .awaitAssert(() -> assertThat(scene.spent("t-1").tokens()).isEqualTo(WORST_TOKENS));
  }

  @Test
  void behind_the_end_of_a_tasks_time_nothing_is_asked() {
    var scene = new Scene("");
    var budget = new Budget(null, null, null, 30L, null, null);
    scene.now = NOW.plusSeconds(30);

    assertFails(
        scene.gateway.ask(call("1", "offline", charge(budget))),
        Kind.BUDGET_EXHAUSTED,
        "The task's time was over at 2026-11-20T10:00:30Z");
    assertThat(scene.asked()).isZero();
  }

  @Test
  void a_call_that_the_end_of_the_time_cuts_off_says_so() {
    var scene = new Scene("");
    var budget = new Budget(null, null, null, 30L, null, null);

    var answer = scene.gateway.ask(call("1", "offline", charge(budget)));
    var asked = scene.next();
    scene.now = NOW.plusSeconds(30);
    asked.completeExceptionally(new ModelFailure(Kind.TIMEOUT, "late"));

    assertFails(answer, Kind.BUDGET_EXHAUSTED, "The task's time was over");
  }

  @Test
  void a_raise_makes_room() throws Exception {
    var scene = new Scene("");
    var charge =
        new Charge(
            "t-1", tokens(50), NOW, Map.of("approval-1", new Amounts(0, 50, 0, 0)), Map.of());

    var answer = scene.gateway.ask(call("1", "openai/gpt-5-mini", charge));
    scene.next().complete(reply(10, 5));

    assertThat(heard(answer).text()).isEqualTo("hello");
  }

  @Test
  void a_tenants_raise_is_for_the_period_that_it_was_made_in() throws Exception {
    var scene = new Scene("tenants.default { model-calls = 1, period = day }");
    var today = tenantRaise("today", NOW);
    var first = scene.gateway.ask(call("1", "offline", today));
    scene.next().complete(new ModelReply("hello", new Usage(1, 0, 0), "o", Duration.ZERO));
    heard(first);
    var second = scene.gateway.ask(call("2", "offline", today));
    scene.next().complete(new ModelReply("again", new Usage(1, 0, 0), "o", Duration.ZERO));
    heard(second);

    scene.now = NOW.plus(Duration.ofHours(14));
    var third = scene.gateway.ask(call("3", "offline", today).until(scene.now.plusSeconds(60)));
    scene.next().complete(new ModelReply("anew", new Usage(1, 0, 0), "o", Duration.ZERO));
    heard(third);

    assertFails(
        scene.gateway.ask(call("4", "offline", today).until(scene.now.plusSeconds(60))),
        Kind.TENANT_BUDGET_EXHAUSTED,
        "The tenant's budget of model calls is 1; 1 are spent");
  }

  private static Charge tenantRaise(String approval, Instant at) {
    return new Charge(
        "t-1", Budget.NONE, NOW, Map.of(), Map.of(approval, new TenantRaise(0, 0, 1, 0, at)));
  }
}
