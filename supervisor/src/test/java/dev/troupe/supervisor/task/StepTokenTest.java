package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.task.TaskEvent.StepSubmitted;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps that somebody with their token ends. */
class StepTokenTest {
  private static final String MACHINE =
      """
      {'StartAt':'Ask','States':{'Ask':{'Type':'Task','Resource':'agent:a.waitForTaskToken',
        'Parameters':{'token.$':'$$.Task.Token'},'TimeoutSeconds':600,'HeartbeatSeconds':60,
        'Retry':[{'ErrorEquals':['States.Timeout'],'MaxAttempts':1}],'End':true}}}
      """;

  private final Rehearsal task = Rehearsal.of(MACHINE).submit(json("{'goal':'g'}"));

  private static JsonNode json(String withSingleQuotes) {
    return Json.parse(withSingleQuotes.replace('\'', '"'));
  }

  private Work open() {
    return ((Running) task.task).work().findFirst().orElseThrow();
  }

  private String token() {
    return String.valueOf(open().token());
  }

  private TaskCommand callback(String token, Callback callback) {
    return new TaskCommand.AcceptCallback(token, callback, task.now, 7);
  }

  private void succeed(String token) {
    task.tell(callback(token, new Callback.Success(json("{'x':1}"))));
  }

  @Test
  void the_state_sees_its_token_and_the_token_says_whose_it_is() {
    assertThat(open().input().json().path("token").asText()).isEqualTo(token());
    var read = StepToken.read(token()).orElseThrow();
    assertThat(read.task()).isEqualTo(new TaskId("default", "t"));
    assertThat(read.attempt()).isEqualTo(1);
    assertThat(StepToken.read("no-token")).isEmpty();
  }

  @Test
  void an_agents_answer_only_begins_the_step_and_the_callback_ends_it() {
    task.returns(1, json("{'sent':true}"));
    assertThat(task.lastWrite()).hasOnlyElementsOfType(StepSubmitted.class);
    assertThat(((Running) task.task).isWaiting()).isTrue();

    succeed(token());

    assertThat(task.output()).isEqualTo(json("{'x':1}"));
  }

  @Test
  void a_callback_may_come_before_the_agents_answer() {
    var token = token();
    succeed(token);

    assertThat(task.output()).isEqualTo(json("{'x':1}"));
    assertThat(task.decide(callback(token, new Callback.Success(json("2")))))
        .isEqualTo(new Decision.Rejected<>(new TaskRejection.TokenNotOpen()));
  }

  @Test
  void a_failure_is_the_steps_own() {
    task.tell(callback(token(), new Callback.Failure("Payment.Refused", "no cover")));

    assertThat(task.failed()).isEqualTo(new Ended.End.Failed("Payment.Refused", "no cover"));
  }

  @Test
  void a_token_is_good_for_its_own_attempt_only() {
    var first = token();
    task.after(Duration.ofSeconds(60)).after(Duration.ofSeconds(1));

    assertThat(open().attempt()).isEqualTo(2);
    assertThat(token()).isNotEqualTo(first);
    assertThat(task.decide(callback(first, new Callback.Success(json("1")))))
        .isEqualTo(new Decision.Rejected<>(new TaskRejection.TokenNotOpen()));

    succeed(token());
    assertThat(task.output()).isEqualTo(json("{'x':1}"));
  }

  @Test
  void signs_of_life_put_the_timeout_off_as_far_as_the_deadline() {
    task.now = Rehearsal.START.plusSeconds(61);
    LastHeard heard = Map.of(1, Rehearsal.START.plusSeconds(50))::get;

    assertThat(((Running) task.task).nextDueAt(LastHeard.NOTHING))
        .isEqualTo(Rehearsal.START.plusSeconds(60));
    assertThat(((Running) task.task).nextDueAt(heard)).isEqualTo(Rehearsal.START.plusSeconds(110));
    task.tell(new TaskCommand.FireTimers(heard, task.now, 1));
    assertThat(open().attempt()).isEqualTo(1);

    LastHeard always = _ -> Instant.MAX.minusSeconds(60);
    assertThat(((Running) task.task).nextDueAt(always)).isEqualTo(Rehearsal.START.plusSeconds(600));
  }
}
