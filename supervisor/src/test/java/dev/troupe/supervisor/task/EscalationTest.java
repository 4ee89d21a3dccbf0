package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Decision;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalRequested;
import dev.troupe.supervisor.task.TaskEvent.EscalationTicketed;
import dev.troupe.supervisor.task.TaskEvent.EvaluationFailed;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Failures that people mend, or leave as they are. */
class EscalationTest {
  private static final String ESCALATE =
      "{'afterAttempts':2,'approvers':['ops'],"
          + "'question':'{% \\'Mend \\' & $states.errorOutput.Error %}'}";

  private static Rehearsal paying(String escalate) {
    return Rehearsal.of(
            """
            {'QueryLanguage':'JSONata','StartAt':'Pay','States':{
              'Pay':{'Type':'Task','Resource':'agent:cashier','Arguments':{'amount':7},
                'TimeoutSeconds':60,
                'X-Troupe':{'escalate':%s},
                'Retry':[{'ErrorEquals':['States.ALL'],'IntervalSeconds':1,'MaxAttempts':5}],
                'Catch':[{'ErrorEquals':['States.ALL'],'Next':'Lost',
                  'Output':'{%% $states.errorOutput.Error %%}'}],
                'Next':'Paid'},
              'Paid':{'Type':'Pass','Output':{'paid':'{%% $states.input %%}'},'End':true},
              'Lost':{'Type':'Pass','Output':{'lost':'{%% $states.input %%}'},'End':true}}}
            """
                .formatted(escalate))
        .submit(json("{'goal':'g'}"));
  }

  private static Rehearsal failedTwice() {
    return paying(ESCALATE)
        .fails(1, 1, "Bank.Closed")
        .after(Duration.ofSeconds(1))
        .fails(1, 2, "Bank.Closed");
  }

  private static Rehearsal decide(Rehearsal task, Choice choice, @Nullable String edits) {
    return task.tell(command(task, choice, edits));
  }

  private static TaskCommand.Decide command(Rehearsal task, Choice choice, @Nullable String edits) {
    var decision =
        new ApprovalDecision(choice, "local", null, edits == null ? null : json(edits), null);
    return new TaskCommand.Decide("t.1.2", decision, task.now, 3);
  }

  private static <E> List<E> all(Rehearsal task, Class<E> type) {
    return task.writes.stream()
        .flatMap(List::stream)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  void after_so_many_attempts_the_failure_goes_to_people_with_a_ticket() {
    var task = failedTwice();

    assertThat(all(task, ApprovalRequested.class))
        .singleElement()
        .satisfies(requested -> {
          assertThat(requested.approval()).isEqualTo("t.1.2");
          assertThat(requested.question()).isEqualTo("Mend Bank.Closed");
          assertThat(requested.approvers()).containsExactly("ops");
        });
    var asking = ((Running) task.task).work().findFirst().orElseThrow();
    assertThat(asking.approval()).isNotNull();
    assertThat(asking.isForAgent()).isFalse();
    assertThat(TaskViews.status(task.task)).isEqualTo(TaskStatus.WAITING);
    assertThat(all(task, EscalationTicketed.class))
        .singleElement()
        .satisfies(ticketed -> {
          var ticket = ticketed.ticket();
          assertThat(ticket.title())
              .isEqualTo("Step 'Pay' failed with Bank.Closed after 2 attempts.");
          assertThat(ticket.description()).isEqualTo("Mend Bank.Closed");
          assertThat(ticket.task()).isEqualTo("t");
          assertThat(ticket.state()).isEqualTo("Pay");
          assertThat(ticket.cause()).isEqualTo("as told");
          assertThat(ticket.attempts()).isEqualTo(2);
          assertThat(ticket.url()).isEqualTo("/v1/approvals/t.1.2");
        });
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void the_failure_is_what_people_are_shown() {
    var details =
        ((Running) failedTwice().task)
            .work()
            .flatMap(work -> Stream.ofNullable(work.approval()))
            .map(approval -> String.valueOf(approval.details()))
            .toList();

    assertThat(details)
        .singleElement()
        .asString()
        .contains("\"error\":\"Bank.Closed\"", "\"attempts\":2", "\"input\":{\"amount\":7}");
  }

  @Test
  void approved_the_edits_are_the_steps_result() {
    var task = decide(failedTwice(), Choice.APPROVE, "{'receipt':1}");

    assertThat(task.output()).isEqualTo(json("{'paid':{'receipt':1}}"));
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void rejected_the_failure_goes_on_and_is_not_asked_again() {
    var task = decide(failedTwice(), Choice.REJECT, null);

    assertThat(task.output()).isEqualTo(json("{'lost':'Bank.Closed'}"));
    assertThat(all(task, StepFailed.class)).hasSize(2);
    assertThat(all(task, ApprovalRequested.class)).hasSize(1);
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void people_have_the_tasks_time_and_not_the_attempts() {
    var task = failedTwice();
    assertThat(((Running) task.task).nextDueAt(LastHeard.NOTHING))
        .isEqualTo(Rehearsal.START.plusSeconds(3600));
    task.after(Duration.ofMinutes(30));

    assertThat(decide(task, Choice.APPROVE, "1").output()).isEqualTo(json("{'paid':1}"));
  }

  @Test
  void where_nobody_decides_in_time_the_failure_goes_on() {
    var task = paying("{'expiresInSeconds':60,'approvers':['ops']}").fails(1, 1, "Bank.Closed");
    assertThat(all(task, ApprovalRequested.class).getFirst().question())
        .isEqualTo("Step 'Pay' failed with Bank.Closed after 1 attempt. What is its result?");
    task.after(Duration.ofSeconds(60));

    assertThat(task.output()).isEqualTo(json("{'lost':'Bank.Closed'}"));
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void what_the_agent_says_later_does_not_count() {
    var task = failedTwice();
    task.returns(1, 2, json("{'late':true}"));

    assertThat(all(task, ApprovalRequested.class)).hasSize(1);
    assertThat(decide(task, Choice.APPROVE, "1").output()).isEqualTo(json("{'paid':1}"));
  }

  @Test
  void the_failed_attempts_token_is_good_for_nothing() {
    var task =
        Rehearsal.of(
                """
                {'StartAt':'Pay','States':{'Pay':{'Type':'Task','End':true,
                  'Resource':'agent:cashier.waitForTaskToken',
                  'X-Troupe':{'escalate':{'question':'Mend?'}}}}}
                """)
            .submit(json("{'goal':'g'}"));
    var token = ((Running) task.task).work().findFirst().map(Work::token).orElseThrow();
    task.returns(1, json("{'sent':true}"));
    task.tell(callback(task, token, new Callback.Failure("Bank.Closed", "Monday")));

    assertThat(task.decide(callback(task, token, new Callback.Success(json("1")))))
        .isEqualTo(new Decision.Rejected<>(new TaskRejection.TokenNotOpen()));
    var decision = new ApprovalDecision(Choice.APPROVE, "local", null, json("2"), null);
    task.tell(new TaskCommand.Decide("t.1.1", decision, task.now, 3));
    assertThat(task.output()).isEqualTo(json("2"));
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  private static TaskCommand callback(Rehearsal task, String token, Callback callback) {
    return new TaskCommand.AcceptCallback(token, callback, task.now, 3);
  }

  @Test
  void a_form_holds_for_the_result_as_well() {
    var task =
        paying("{'form':{'type':'object','required':['receipt']}}").fails(1, 1, "Bank.Closed");
    var decision = new ApprovalDecision(Choice.APPROVE, "local", null, json("{}"), null);

    assertThat(task.decide(new TaskCommand.Decide("t.1.1", decision, task.now, 3)))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            rejected -> assertThat(rejected.reason()).isInstanceOf(TaskRejection.EditsUnfit.class));
  }

  @Test
  void a_question_that_cannot_be_asked_lets_the_failure_go_on() {
    var task = paying("{'afterAttempts':6,'question':'{% 1 %}'}");
    for (var attempt = 1; attempt <= 6; attempt++) {
      task.fails(1, attempt, "Bank.Closed");
      task.after(Duration.ofMinutes(1));
    }

    assertThat(all(task, EvaluationFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.error()).isEqualTo("Approval.Malformed"));
    assertThat(task.output()).isEqualTo(json("{'lost':'Bank.Closed'}"));
  }
}
