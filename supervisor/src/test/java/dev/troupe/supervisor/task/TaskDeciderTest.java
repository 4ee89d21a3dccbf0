package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Usage;
import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.task.TaskEvent.ErrorCaught;
import dev.troupe.supervisor.task.TaskEvent.RetryScheduled;
import dev.troupe.supervisor.task.TaskEvent.StateEntered;
import dev.troupe.supervisor.task.TaskEvent.StateExited;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import dev.troupe.supervisor.task.TaskEvent.TaskCancelled;
import dev.troupe.supervisor.task.TaskEvent.TaskCompleted;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Given a task, when it is told something, then these events. */
class TaskDeciderTest {
  private static final String ONE_STEP =
      """
      {'QueryLanguage':'JSONata','StartAt':'Work','States':{
        'Work':{'Type':'Task','Resource':'agent:worker','TimeoutSeconds':60,
          'Retry':[{'ErrorEquals':['Model.Unavailable'],'IntervalSeconds':2,'MaxAttempts':2}],
          'Catch':[{'ErrorEquals':['States.Timeout','Model.Unavailable','States.DataLimitExceeded'],
                    'Assign':{'error':'{% $states.errorOutput.Error %}'},'Next':'Caught'}],
          'Output':'{% $states.result.x %}','End':true},
        'Caught':{'Type':'Pass','Output':{'error':'{% $error %}'},'End':true}}}
      """;

  private static Rehearsal oneStep() {
    return Rehearsal.of(ONE_STEP).submit(json("{'goal':'g'}"));
  }

  private static List<Class<?>> types(List<TaskEvent> events) {
    return events.stream().<Class<?>>map(Object::getClass).toList();
  }

  @Test
  void a_submission_and_its_first_step_are_one_write() {
    var task = oneStep();

    assertThat(types(task.lastWrite()))
        .isEqualTo(List.of(TaskSubmitted.class, StateEntered.class, StepAssigned.class));
    assertThat(task.lastWrite().getLast())
        .isEqualTo(
            new StepAssigned(
                1,
                1,
                1,
                "worker",
                "hash-of-worker",
                "offline",
                0,
                "Work",
                Value.of(json("{'goal':'g'}")),
                Rehearsal.START.plusSeconds(60),
                null,
                null,
                null,
                Rehearsal.START));
  }

  @Test
  void a_step_that_no_model_answered_is_credited_to_none() {
    var task = oneStep().fails(1, 1, "Model.Unavailable");

    assertThat(((StepFailed) task.lastWrite().getFirst()).engine()).isEmpty();
    assertThat(((Running) task.task).progress().models()).isEmpty();
  }

  @Test
  void the_same_submission_again_is_no_news() {
    var task = oneStep();

    task.submit(json("{'goal':'g'}"));

    assertThat(task.writes).hasSize(1);
  }

  @Test
  void another_submission_is_refused_even_behind_the_end() {
    var task = oneStep();
    var other =
        new TaskCommand.Submit(
            "w",
            "h",
            json("{}"),
            List.of(),
            Map.of(),
            Rehearsal.LIMITS,
            null,
            "other",
            "",
            null,
            Rehearsal.START,
            1);
    var refused = Decision.reject(new TaskRejection.SubmittedOtherwise());

    assertThat(task.decide(other)).isEqualTo(refused);
    task.returns(1, json("{'x':1}"));
    assertThat(task.decide(other)).isEqualTo(refused);
  }

  @Test
  void an_absent_task_takes_nothing_but_a_submission() {
    var task = Rehearsal.of(ONE_STEP);

    assertThat(task.decide(new TaskCommand.Cancel("no", Rehearsal.START, 1)))
        .isEqualTo(Decision.reject(new TaskRejection.NotSubmitted()));
  }

  @Test
  void the_last_answer_completes_the_task() {
    var task = oneStep().returns(1, json("{'x':42}"));

    assertThat(types(task.lastWrite()))
        .isEqualTo(List.of(StepReturned.class, StateExited.class, TaskCompleted.class));
    assertThat(task.completed()).isEqualTo(new Ended.End.Completed(Outcome.ANSWERED, json("42")));
  }

  @Test
  void a_failed_attempt_is_scheduled_again_then_assigned_with_the_same_number() {
    var task = oneStep().fails(1, 1, "Model.Unavailable");

    assertThat(types(task.lastWrite())).isEqualTo(List.of(StepFailed.class, RetryScheduled.class));
    assertThat(((Running) task.task).isWaiting()).isTrue();
    assertThat(((Running) task.task).nextDueAt(LastHeard.NOTHING))
        .isEqualTo(Rehearsal.START.plusSeconds(2));

    task.after(Duration.ofSeconds(2));

    assertThat(task.open())
        .singleElement()
        .satisfies(work -> {
          assertThat(work.assignment()).isEqualTo(1);
          assertThat(work.attempt()).isEqualTo(2);
          assertThat(work.agent()).isEqualTo(1);
        });
  }

  @Test
  void retries_back_off_and_run_out_then_the_error_is_caught() {
    var task = oneStep().fails(1, 1, "Model.Unavailable").after(Duration.ofSeconds(2));
    task.fails(1, 2, "Model.Unavailable").after(Duration.ofSeconds(3));
    assertThat(task.open()).isEmpty();
    task.after(Duration.ofSeconds(1)).fails(1, 3, "Model.Unavailable");

    assertThat(types(task.lastWrite()).subList(0, 3))
        .isEqualTo(List.of(StepFailed.class, ErrorCaught.class, StateExited.class));
    assertThat(task.output()).isEqualTo(json("{'error':'Model.Unavailable'}"));
  }

  @Test
  void an_error_that_nobody_handles_fails_the_task() {
    var task = oneStep().fails(1, 1, "Model.Refused");

    assertThat(task.failed()).isEqualTo(new Ended.End.Failed("Model.Refused", "as told"));
  }

  @Test
  void a_step_past_its_deadline_times_out() {
    var task = oneStep().after(Duration.ofSeconds(59));
    assertThat(task.writes).hasSize(1);

    task.after(Duration.ofSeconds(1));

    assertThat(task.output()).isEqualTo(json("{'error':'States.Timeout'}"));
  }

  @Test
  void a_task_past_its_deadline_fails_whatever_is_caught() {
    var task = oneStep().after(Duration.ofHours(1));

    assertThat(task.failed().error()).isEqualTo("States.Timeout");
    assertThat(((Ended) task.task).cancelling()).extracting(Work::assignment).containsExactly(1);
  }

  @Test
  void an_answer_after_the_attempt_was_given_up_is_ignored() {
    var task = oneStep().fails(1, 1, "Model.Unavailable").returns(1, json("{'x':1}"));

    assertThat(task.writes).hasSize(2);
  }

  @Test
  void the_end_of_an_overtaken_attempts_child_does_not_end_the_next_attempt() {
    var task = oneStep().fails(1, 1, "Model.Unavailable").after(Duration.ofSeconds(2));
    var child = oneStep().returns(1, json("{'x':1}")).task;
    var view = TaskViews.of("child", child).orElseThrow();

    task.tell(new TaskCommand.AcceptChild(1, 1, view, task.now, 1));
    assertThat(task.open()).extracting(Work::attempt).containsExactly(2);

    task.tell(new TaskCommand.AcceptChild(1, 2, view, task.now, 1));
    assertThat(types(task.lastWrite())).startsWith(StepReturned.class);
  }

  @Test
  void a_cancelled_task_names_the_work_to_stop() {
    var task = oneStep().tell(new TaskCommand.Cancel("enough", Rehearsal.START, 1));

    assertThat(task.lastWrite()).containsExactly(new TaskCancelled("enough", Rehearsal.START));
    assertThat(((Ended) task.task).cancelling()).hasSize(1);
    task.tell(new TaskCommand.Cancel("again", Rehearsal.START, 1));
    assertThat(task.writes).hasSize(2);
  }

  @Test
  void variables_that_are_too_large_together_are_a_named_failure() {
    var large = "{\"a\":\"" + "a".repeat(150 * 1024) + "\"}";
    var machine =
        """
        {"QueryLanguage":"JSONata","StartAt":"A","States":{
          "A":{"Type":"Pass","Assign":{%s},"End":true}}}
        """;
    var one = "\"x\":" + large;

    assertThat(Rehearsal.of(machine.formatted(one)).submit(json("{'goal':'g'}")).task)
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.end()).isInstanceOf(Ended.End.Completed.class));
    assertThat(
            Rehearsal.of(machine.formatted(one + ",\"y\":" + large))
                .submit(json("{'goal':'g'}"))
                .failed()
                .error())
        .isEqualTo("States.DataLimitExceeded");
  }

  @Test
  void a_model_that_had_no_more_time_than_its_step_is_the_steps_timeout() {
    var inTime = oneStep().fails(1, 1, "Model.Timeout");
    assertThat(inTime.failed().error()).isEqualTo("Model.Timeout");

    var task = oneStep();
    task.tell(
        new TaskCommand.AcceptFailure(
            1, 1, "Model.Timeout", "slow", Usage.NONE, Rehearsal.START.plusSeconds(60), 1));
    assertThat(task.output()).isEqualTo(json("{'error':'States.Timeout'}"));
  }

  @Test
  void a_tool_for_which_the_step_had_no_more_time_is_the_steps_timeout() {
    var task = oneStep();
    task.tell(
        new TaskCommand.AcceptFailure(
            1, 1, "Tool.Timeout", "late", Usage.NONE, Rehearsal.START.plusSeconds(60), 1));
    assertThat(task.output()).isEqualTo(json("{'error':'States.Timeout'}"));
  }

  @Test
  void the_cause_of_a_failure_is_kept_as_far_as_the_service_keeps_one() {
    var task =
        oneStep()
            .tell(
                new TaskCommand.AcceptFailure(
                    1, 1, "E", "c".repeat(100_000), Usage.NONE, Rehearsal.START, 1));

    assertThat(task.failed().cause()).hasSize(32_768);
  }

  @Test
  void an_answer_larger_than_256_kib_is_a_named_failure() {
    var task = oneStep().returns(1, json("{'x':'" + "a".repeat(256 * 1024) + "'}"));

    assertThat(task.output()).isEqualTo(json("{'error':'States.DataLimitExceeded'}"));
  }

  @Test
  void an_answer_without_the_wanted_field_names_the_expression() {
    var task = oneStep().returns(1, json("{'y':1}"));

    assertThat(task.failed().error()).isEqualTo("States.QueryEvaluationError");
    assertThat(task.failed().cause()).contains("$states.result.x").contains("'Output'");
  }

  @Test
  void a_role_that_has_gone_fails_by_name() {
    var task =
        Rehearsal.of(
                "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Task',"
                    + "'Resource':'agent:gone','End':true}}}")
            .submit(json("{}"));

    assertThat(task.failed().error()).isEqualTo("States.Runtime");
  }

  @Test
  void steps_are_bounded() {
    var task =
        Rehearsal.of(
                "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Task',"
                    + "'Resource':'agent:a','Next':'A'}}}")
            .submit(json("{}"), new TaskEvent.Limits(2, 3600));

    task.returns(1, json("1")).returns(2, json("2"));

    assertThat(task.failed().error()).isEqualTo("Troupe.StepLimitExceeded");
  }
}
