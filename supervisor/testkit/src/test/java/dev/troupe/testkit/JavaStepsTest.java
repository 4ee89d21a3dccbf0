package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.function.FunctionCall;
import dev.troupe.agents.function.FunctionFailure;
import dev.troupe.agents.function.Functions;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Task states that name Java functions, on real supervisors and with manual time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaStepsTest {
  private record Goal(String goal) {}

  private record Words(int words) {}

  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> said = new ArrayBlockingQueue<>(10);

  private final Functions functions =
      Functions.NONE
          .with("count", JavaStepsTest::count)
          .with("failing", JavaStepsTest::outOfWords)
          .with("held", Goal.class, this::hold)
          .with("long", Goal.class, goal -> goal.goal().repeat(300_000))
          .with("token", JsonNode.class, token -> said.add(token.textValue()))
          .withCall("second-time", Goal.class, this::countTheSecondTime);

  private final Rehearsal rehearsal = Rehearsal.of(new ScriptedModel(), functions);

  @AfterAll
  void close() {
    rehearsal.close();
  }

  private static Words count(Goal goal) {
    return new Words(goal.goal().split(" ").length);
  }

  private static Words outOfWords(Goal goal) {
    throw new FunctionFailure("OutOfWords", goal.goal() + " has none left");
  }

  private int hold(Goal goal) throws InterruptedException {
    said.add("holding " + goal.goal());
    try {
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException stopped) {
      said.add("let go of " + goal.goal());
      throw stopped;
    }
  }

  private Words countTheSecondTime(Goal goal, FunctionCall call) {
    keys.add(call.attempt() + " " + call.idempotencyKey());
    if (call.attempt() == 1) {
      throw new IllegalStateException("not yet");
    }
    return count(goal);
  }

  private static String machine(String resource, String more) {
    return """
    {"QueryLanguage": "JSONata", "StartAt": "Count", "States": {
      "Count": {"Type": "Task", "Resource": "%s", %s "End": true},
      "Caught": {"Type": "Pass", "Output": {"caught": "{%% $states.input.Error %%}"}, "End": true}}}
    """
        .formatted(resource, more);
  }

  private static final String CATCH =
      "\"Catch\": [{\"ErrorEquals\": [\"OutOfWords\"], \"Next\": \"Caught\"}],";

  @Test
  void a_function_takes_the_input_as_a_record_and_its_result_is_the_output() {
    var id = rehearsal.submit("four words are here", machine("java:count", CATCH));
    assertThat(rehearsal.awaitEnd(id).output()).isEqualTo(Json.parse("{\"words\": 4}"));
    assertThat(rehearsal.eventTypes(id))
        .containsExactly(
            "task-submitted",
            "state-entered",
            "step-assigned",
            "step-returned",
            "state-exited",
            "task-completed");
    var assigned = rehearsal.events(id).get(2).data();
    assertThat(assigned.path("role").asText()).isEqualTo("java:count");
  }

  @Test
  void a_thrown_error_is_caught_by_its_name() {
    var id = rehearsal.submit("x", machine("java:failing", CATCH));
    assertThat(rehearsal.awaitEnd(id).output())
        .isEqualTo(Json.parse("{\"caught\": \"OutOfWords\"}"));
  }

  @Test
  void a_step_is_tried_again_under_the_same_key() {
    var retry =
        "\"Retry\": [{\"ErrorEquals\": [\"java.lang.IllegalStateException\"], \"IntervalSeconds\": 60}],"
            + CATCH;
    var id = rehearsal.submit("two words", machine("java:second-time", retry));
    rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);
    rehearsal.timePasses(Duration.ofSeconds(61));
    assertThat(rehearsal.awaitEnd(id).output()).isEqualTo(Json.parse("{\"words\": 2}"));
    assertThat(keys).containsSubsequence("1 " + id + ":1:1", "2 " + id + ":1:1");
  }

  @Test
  void a_redrive_goes_on_at_the_function_that_failed_and_repeats_no_other() {
    var machine =
        """
        {"StartAt": "First", "States": {
          "First": {"Type": "Task", "Resource": "java:count", "ResultPath": null, "Next": "Second"},
          "Second": {"Type": "Task", "Resource": "java:second-time", "End": true}}}
        """;
    var id = rehearsal.submit("x", machine);
    assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.FAILED);
    rehearsal.tasks().redrive("default", id).toCompletableFuture().join();
    assertThat(rehearsal.awaitEnd(id).output()).isEqualTo(Json.parse("{\"words\": 1}"));
    assertThat(keys).containsSubsequence("1 " + id + ":2:1", "2 " + id + ":2:1");
    assertThat(rehearsal.eventTypes(id)).filteredOn("step-assigned"::equals).hasSize(3);
  }

  @Test
  void a_cancel_reaches_a_function_that_waits() throws InterruptedException {
    var id = rehearsal.submit("fast", machine("java:held", CATCH));
    assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("holding fast");
    var cancelled = rehearsal.tasks().cancel("default", id, "enough").toCompletableFuture().join();
    assertThat(cancelled).map(TaskView::status).contains(TaskStatus.CANCELLED);
    assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("let go of fast");
  }

  @Test
  void a_result_past_the_limit_of_a_value_is_a_named_error() {
    assertThat(rehearsal.awaitEnd(rehearsal.submit("x", machine("java:long", CATCH))).failure())
        .isNotNull()
        .extracting(TaskView.Failure::type)
        .isEqualTo("States.DataLimitExceeded");
  }

  @Test
  void a_step_that_waits_for_its_token_is_ended_from_outside() throws InterruptedException {
    var token = "\"Arguments\": \"{% $states.context.Task.Token %}\",";
    var id = rehearsal.submit("x", machine("java:token.waitForTaskToken", token + CATCH));
    var given = said.poll(20, TimeUnit.SECONDS);
    assertThat(given).isNotNull();
    var success = new Callback.Success(TextNode.valueOf("from outside"));
    rehearsal.tasks().callBack("default", given, success).toCompletableFuture().join();
    assertThat(rehearsal.awaitEnd(id).output()).isEqualTo(TextNode.valueOf("from outside"));
  }

  @Test
  void a_function_that_is_not_there_is_refused_before_anything_begins() {
    assertThatThrownBy(() -> rehearsal.submit("x", machine("java:missing", CATCH)))
        .hasMessageContaining("There is no Java function 'missing'");
  }
}
