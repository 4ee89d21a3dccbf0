package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.function.FunctionKind;
import dev.troupe.agents.function.FunctionRunner;
import dev.troupe.agents.function.FunctionSettings;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolStepsTest {
  private record Sum(int left, int right) {}

  private record Charge(String card) {}

  private record Receipt(String number) {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AgentId TASK = new AgentId("default", "task", 0);

  private final ActorTestKit kit = ActorTestKit.create();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  private final CountDownLatch charging = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger slowCharges = new AtomicInteger();
  private final AtomicInteger charged = new AtomicInteger();
  private final Map<String, Receipt> receipts = new ConcurrentHashMap<>();

  private final Tools tools =
      Tools.NONE
          .with("add", "Adds.", Sum.class, (sum, _) -> sum.left() + sum.right())
          .with("scope", "Tells.", Sum.class, (_, call) -> call.collections())
          .withChange("forget", "Cannot be asked.", Charge.class, (charge, _) -> charge.card())
          .withChange("charge", "Charges.", Charge.class, this::charge, this::receipt);

  private Receipt charge(Charge charge, ToolCall call) {
    if (charge.card().equals("stolen")) {
      throw new ToolFailure("The card is stolen");
    }
    if (charge.card().equals("slow")) {
      slowCharges.incrementAndGet();
      charging.countDown();
      awaitUnheeding(released);
    }
    var receipt = new Receipt("R-" + charged.incrementAndGet());
    receipts.put(call.idempotencyKey(), receipt);
    return receipt;
  }

  /** Like code that goes on whatever happens. */
  private static void awaitUnheeding(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException unheeded) {
        // That is the point.
      }
    }
  }

  private Optional<Receipt> receipt(Charge charge, ToolCall call) {
    if (charge.card().equals("silent")) {
      throw new ToolFailure("the bank does not answer");
    }
    return Optional.ofNullable(receipts.get(call.idempotencyKey()));
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
    blocking.close();
  }

  /** What a runner that knows nothing of earlier ones answers in the end. */
  private AgentReply told(String name, int assignment, JsonNode input) {
    TestProbe<AgentReply> supervisor = kit.createTestProbe();
    runner().tell(attempt(supervisor, assignment, 1, name, input));
    var first = supervisor.receiveMessage(PATIENCE);
    return first instanceof AgentReply.Working ? supervisor.receiveMessage(PATIENCE) : first;
  }

  private ActorRef<FunctionRunner.Message> runner() {
    return kit.spawn(
        FunctionRunner.create(
            FunctionKind.TOOL,
            ToolSteps.of(tools),
            new FunctionSettings(4, 4),
            blocking,
            InstantSource.system()));
  }

  private static FunctionRunner.Message attempt(
      TestProbe<AgentReply> supervisor, int assignment, int attempt, String name, JsonNode input) {
    var step =
        new Assignment(
            TASK,
            assignment,
            attempt,
            "tool:" + name,
            "",
            input,
            List.of("notes"),
            Instant.MAX,
            "");
    return new FunctionRunner.Told(TASK, new AgentCommand.Assign(step, supervisor.ref()));
  }

  private JsonNode output(String name, int assignment, String input) {
    return ((AgentReply.Returned) told(name, assignment, Json.parse(input))).output();
  }

  private AgentReply.Failed failure(String name, int assignment, String input) {
    return (AgentReply.Failed) told(name, assignment, Json.parse(input));
  }

  @Test
  void a_tool_that_reads_is_a_step() {
    assertThat(output("add", 1, "{\"left\": 2, \"right\": 3}")).isEqualTo(Json.parse("5"));
    assertThat(output("scope", 2, "{\"left\": 2, \"right\": 3}"))
        .isEqualTo(Json.parse("[\"notes\"]"));
  }

  @Test
  void an_input_that_does_not_fit_fails_before_anything_is_done() {
    var failed = failure("add", 1, "{\"left\": \"two\"}");

    assertThat(failed.error()).isEqualTo("Tool.InvalidInput");
    assertThat(failed.cause()).contains("tool:add").contains("right").contains("left");
  }

  @Test
  void what_a_tool_says_of_its_failure_is_the_cause() {
    var failed = failure("charge", 1, "{\"card\": \"stolen\"}");

    assertThat(failed.error()).isEqualTo("Tool.Failed");
    assertThat(failed.cause()).isEqualTo("The card is stolen");
  }

  @Test
  void a_change_that_took_effect_in_an_earlier_life_is_not_made_again() {
    var first = output("charge", 7, "{\"card\": \"good\"}");
    var count = charged.get();

    assertThat(output("charge", 7, "{\"card\": \"good\"}")).isEqualTo(first);
    assertThat(charged).hasValue(count);
  }

  @Test
  void a_change_is_not_made_where_nobody_can_tell_whether_it_was() {
    var count = charged.get();
    var failed = failure("charge", 8, "{\"card\": \"silent\"}");

    assertThat(failed.error()).isEqualTo("Tool.OutcomeUnknown");
    assertThat(failed.cause()).contains("tool:charge").contains("the bank does not answer");
    assertThat(charged).hasValue(count);
  }

  @Test
  void a_retry_waits_for_the_attempt_that_does_not_heed_its_interrupt() throws Exception {
    TestProbe<AgentReply> supervisor = kit.createTestProbe();
    var runner = runner();
    var input = Json.parse("{\"card\": \"slow\"}");
    runner.tell(attempt(supervisor, 11, 1, "charge", input));
    assertThat(charging.await(5, TimeUnit.SECONDS)).isTrue();

    runner.tell(attempt(supervisor, 11, 2, "charge", input));
    supervisor.expectMessageClass(AgentReply.Working.class, PATIENCE);
    supervisor.expectMessageClass(AgentReply.Working.class, PATIENCE);
    released.countDown();
    var returned = supervisor.expectMessageClass(AgentReply.Returned.class, PATIENCE);

    assertThat(returned.attempt()).isEqualTo(2);
    assertThat(returned.output()).isEqualTo(Json.parse("{\"number\":\"R-" + charged.get() + "\"}"));
    assertThat(slowCharges).hasValue(1);
  }

  @Test
  void a_change_that_cannot_be_asked_is_no_step() {
    assertThat(ToolSteps.of(tools).names()).containsExactly("add", "charge", "scope");
    assertThat(failure("forget", 9, "{\"card\": \"good\"}").error()).isEqualTo("Tool.Unknown");
  }
}
