package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.function.FunctionFailure;
import dev.troupe.agents.function.Functions;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Task states that name Java functions, on real supervisors and with manual time. */
class JavaStepsTest {
  private record Goal(String goal) {}

  private record Words(int words) {}

  private static Words count(Goal goal) {
    return new Words(goal.goal().split(" ").length);
  }

  private static Words outOfWords(Goal goal) {
    throw new FunctionFailure("OutOfWords", goal.goal() + " has none left");
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
    var functions = Functions.NONE.with("count", JavaStepsTest::count);
    try (var rehearsal = Rehearsal.of(new ScriptedModel(), functions)) {
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
  }

  @Test
  void a_thrown_error_is_caught_by_its_name() {
    var functions = Functions.NONE.with("count", JavaStepsTest::outOfWords);
    try (var rehearsal = Rehearsal.of(new ScriptedModel(), functions)) {
      var id = rehearsal.submit("x", machine("java:count", CATCH));
      assertThat(rehearsal.awaitEnd(id).output())
          .isEqualTo(Json.parse("{\"caught\": \"OutOfWords\"}"));
    }
  }

  @Test
  void a_step_is_tried_again_under_the_same_key() {
    var keys = new CopyOnWriteArrayList<String>();
    var functions =
        Functions.NONE.withCall(
            "count",
            Goal.class,
            (goal, call) -> {
              keys.add(call.attempt() + " " + call.idempotencyKey());
              if (call.attempt() == 1) {
                throw new IllegalStateException("not yet");
              }
              return count(goal);
            });
    var retry =
        "\"Retry\": [{\"ErrorEquals\": [\"java.lang.IllegalStateException\"], \"IntervalSeconds\": 60}],"
            + CATCH;
    try (var rehearsal = Rehearsal.of(new ScriptedModel(), functions)) {
      var id = rehearsal.submit("two words", machine("java:count", retry));
      rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);
      rehearsal.timePasses(Duration.ofSeconds(61));
      assertThat(rehearsal.awaitEnd(id).output()).isEqualTo(Json.parse("{\"words\": 2}"));
      assertThat(keys).isEqualTo(List.of("1 " + id + ":1:1", "2 " + id + ":1:1"));
    }
  }

  @Test
  void a_cancel_reaches_a_function_that_waits() throws InterruptedException {
    var began = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var functions =
        Functions.NONE.with(
            "count",
            Goal.class,
            _ -> {
              began.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException stopped) {
                interrupted.countDown();
                throw stopped;
              }
              return 0;
            });
    try (var rehearsal = Rehearsal.of(new ScriptedModel(), functions)) {
      var id = rehearsal.submit("x", machine("java:count", CATCH));
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
      var cancelled =
          rehearsal.tasks().cancel("default", id, "enough").toCompletableFuture().join();
      assertThat(cancelled).map(TaskView::status).contains(TaskStatus.CANCELLED);
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_result_past_the_limit_of_a_value_is_a_named_error() {
    var functions = Functions.NONE.with("count", Goal.class, goal -> goal.goal().repeat(300_000));
    try (var rehearsal = Rehearsal.of(new ScriptedModel(), functions)) {
      var failure =
          rehearsal.awaitEnd(rehearsal.submit("x", machine("java:count", CATCH))).failure();
      assertThat(failure)
          .isNotNull()
          .extracting(TaskView.Failure::type)
          .isEqualTo("States.DataLimitExceeded");
    }
  }

  @Test
  void a_step_that_waits_for_its_token_is_ended_from_outside() throws InterruptedException {
    var tokens = new ArrayBlockingQueue<String>(1);
    var functions =
        Functions.NONE.with("count", JsonNode.class, token -> tokens.add(token.textValue()));
    var token = "\"Arguments\": \"{% $states.context.Task.Token %}\",";
    var machine = machine("java:count.waitForTaskToken", token + CATCH);
    try (var rehearsal = Rehearsal.of(new ScriptedModel(), functions)) {
      var id = rehearsal.submit("x", machine);
      var given = tokens.poll(20, TimeUnit.SECONDS);
      assertThat(given).isNotNull();
      var success = new Callback.Success(TextNode.valueOf("from outside"));
      rehearsal.tasks().callBack("default", given, success).toCompletableFuture().join();
      assertThat(rehearsal.awaitEnd(id).output()).isEqualTo(TextNode.valueOf("from outside"));
    }
  }

  @Test
  void a_function_that_is_not_there_is_refused_before_anything_begins() {
    var runs = new AtomicInteger();
    var functions = Functions.NONE.with("other", Goal.class, _ -> runs.incrementAndGet());
    try (var rehearsal = Rehearsal.of(new ScriptedModel(), functions)) {
      assertThatThrownBy(() -> rehearsal.submit("x", machine("java:count", CATCH)))
          .hasMessageContaining("There is no Java function 'count'");
      assertThat(runs).hasValue(0);
    }
  }
}
