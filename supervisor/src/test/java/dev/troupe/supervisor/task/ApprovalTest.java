package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalClosed;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalDecided;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalEscalated;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalRequested;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that people decide. */
class ApprovalTest {
  private static final String FORM =
      "'form':{'type':'object','properties':{'amount':{'type':'integer','maximum':100}},"
          + "'required':['amount'],'additionalProperties':false}";
  private static final String FIRST = "t.1.1";

  private static Rehearsal asking(String arguments, String more) {
    return Rehearsal.of(
            """
            {'QueryLanguage':'JSONata','StartAt':'Ask','States':{
              'Ask':{'Type':'Task','Resource':'human:approval','Arguments':%s,%s'End':true},
              'Refused':{'Type':'Pass','Output':'{%% $states.input %%}','End':true}}}
            """
                .formatted(arguments, more))
        .submit(json("{'goal':'g'}"));
  }

  private static Rehearsal asking(String arguments) {
    return asking(arguments, "'Catch':[{'ErrorEquals':['Approval.Never'],'Next':'Refused'}],");
  }

  private static ApprovalDecision decision(
      Choice choice, @Nullable String as, @Nullable String edits) {
    return new ApprovalDecision(
        choice, "local", as, edits == null ? null : json(edits), choice.wireName() + " it");
  }

  private static TaskCommand.Decide decide(Rehearsal task, String id, ApprovalDecision decision) {
    return new TaskCommand.Decide(id, decision, task.now, 5);
  }

  private static Rehearsal approve(Rehearsal task, String id) {
    return task.tell(decide(task, id, decision(Choice.APPROVE, null, null)));
  }

  private static TaskRejection rejection(Rehearsal task, String id, ApprovalDecision decision) {
    return task.decide(decide(task, id, decision)) instanceof Decision.Rejected(var reason)
        ? reason
        : new TaskRejection.NotSubmitted();
  }

  private static Approval open(Rehearsal task) {
    return ((Running) task.task)
        .work()
        .flatMap(work -> Stream.ofNullable(work.approval()))
        .findFirst()
        .orElseThrow();
  }

  private static <E> E only(List<TaskEvent> events, Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  @Test
  void a_step_asks_people_in_the_write_that_assigns_it_and_tells_no_agent() {
    var task =
        asking(
            "{'question':'Pay?','details':{'to':'Ada'},'approvers':['cfo'],'expiresInSeconds':60,"
                + FORM
                + "}");

    var assigned = only(task.lastWrite(), StepAssigned.class);
    assertThat(assigned.role()).isEqualTo("human:approval");
    assertThat(assigned.agent()).isZero();
    var requested = only(task.lastWrite(), ApprovalRequested.class);
    assertThat(requested.approval()).isEqualTo(FIRST);
    assertThat(requested.state()).isEqualTo("Ask");
    assertThat(requested.approvers()).containsExactly("cfo");
    assertThat(requested.quorum()).isEqualTo(1);
    assertThat(requested.expiresAt()).isEqualTo(Rehearsal.START.plusSeconds(60));
    assertThat(open(task).details()).extracting(Held::json).isEqualTo(json("{'to':'Ada'}"));
    assertThat(((Running) task.task).openWork()).noneMatch(Work::isForAgent);
    assertThat(TaskViews.status(task.task)).isEqualTo(TaskStatus.WAITING);
  }

  @Test
  void its_id_names_the_task_the_assignment_and_the_attempt() {
    var id = ApprovalId.read("default", FIRST).orElseThrow();

    assertThat(id).isEqualTo(new ApprovalId(new TaskId("default", "t"), 1, 1));
    assertThat(id).hasToString(FIRST);
    assertThat(ApprovalId.read("default", "t.1.2.3"))
        .contains(new ApprovalId(new TaskId("default", "t"), new Approval.Asked(1, 2, 3)));
    assertThat(ApprovalId.read("default", "t.1.2.3").orElseThrow()).hasToString("t.1.2.3");
    assertThat(ApprovalId.read("default", "t.1.2.0")).isEmpty();
    assertThat(ApprovalId.read("default", "a/b.1.1")).isEmpty();
    assertThat(ApprovalId.read("default", "t.1")).isEmpty();
  }

  @Test
  void approved_the_step_returns_what_was_decided() {
    var task = asking("{'question':'Pay?'," + FORM + "}");
    task.tell(decide(task, FIRST, decision(Choice.APPROVE, "Ada", "{'amount':7}")));

    var output = task.output();
    assertThat(output.path("decision").asText()).isEqualTo("approve");
    assertThat(output.path("edits")).isEqualTo(json("{'amount':7}"));
    assertThat(output.path("comment").asText()).isEqualTo("approve it");
    assertThat(output.path("by").asText()).isEqualTo("local");
    assertThat(output.at("/approvals/0/as").asText()).isEqualTo("Ada");
    assertThat(only(task.lastWrite(), ApprovalDecided.class).status())
        .isEqualTo(ApprovalStatus.APPROVED);
  }

  @Test
  void what_is_not_said_is_null_in_the_result() {
    var task = asking("{'question':'Pay?'}");
    task.tell(decide(task, FIRST, new ApprovalDecision(Choice.APPROVE, "local", null, null, null)));

    assertThat(task.output().get("edits").isNull()).isTrue();
    assertThat(task.output().get("comment").isNull()).isTrue();
  }

  @Test
  void large_edits_are_written_once() {
    var task = asking("{'question':'Pay?'}");
    var edits = "{'text':'" + "x".repeat(5_000) + "'}";
    task.tell(decide(task, FIRST, decision(Choice.APPROVE, null, edits)));

    assertThat(task.output().at("/edits/text").asText()).hasSize(5_000);
    assertThat(Json.write(only(task.lastWrite(), StepReturned.class))).hasSizeLessThan(1_000);
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void rejected_the_step_fails_with_the_comment_and_a_catcher_may_handle_it() {
    var uncaught = asking("{'question':'Pay?'}");
    uncaught.tell(decide(uncaught, FIRST, decision(Choice.REJECT, null, null)));
    assertThat(uncaught.failed()).isEqualTo(new Ended.End.Failed("Approval.Rejected", "reject it"));

    var caught =
        asking(
            "{'question':'Pay?'}",
            "'Catch':[{'ErrorEquals':['Approval.Rejected'],'Next':'Refused',"
                + "'Output':'{% $states.errorOutput.Cause %}'}],");
    caught.tell(decide(caught, FIRST, decision(Choice.REJECT, null, null)));
    assertThat(caught.output().asText()).isEqualTo("reject it");
  }

  @Test
  void edits_must_fit_the_form_that_the_approval_was_opened_with() {
    var task = asking("{'question':'Pay?'," + FORM + "}");

    for (var unfit :
        List.of("{'amount':101}", "{'amount':'x'}", "{}", "[]", "{'amount':1,'b':2}")) {
      assertThat(rejection(task, FIRST, decision(Choice.APPROVE, null, unfit)))
          .asInstanceOf(InstanceOfAssertFactories.type(TaskRejection.EditsUnfit.class))
          .satisfies(
              rejected -> assertThat(rejected.faults().getFirst().pointer()).startsWith("/edits"));
    }
    var faults =
        (TaskRejection.EditsUnfit)
            rejection(task, FIRST, decision(Choice.APPROVE, null, "{'amount':101}"));
    assertThat(faults.faults().getFirst().pointer()).isEqualTo("/edits/amount");
    assertThat(faults.faults().getFirst().detail()).contains("100");
    assertThat(open(task).isOpen()).isTrue();
  }

  @Test
  void a_quorum_needs_so_many_voters_and_one_rejection_rejects() {
    var task = asking("{'question':'Pay?','quorum':2}");
    task.tell(decide(task, FIRST, decision(Choice.APPROVE, "Ada", "{'n':1}")));
    assertThat(only(task.lastWrite(), ApprovalDecided.class).status())
        .isEqualTo(ApprovalStatus.OPEN);
    assertThat(rejection(task, FIRST, decision(Choice.APPROVE, "Ada", null)))
        .isInstanceOf(TaskRejection.DecidedBefore.class);

    var other = asking("{'question':'Pay?','quorum':2}");
    approve(other, FIRST);
    other.tell(decide(other, FIRST, decision(Choice.REJECT, "Bob", null)));
    assertThat(other.failed().error()).isEqualTo("Approval.Rejected");

    approve(task, FIRST);
    assertThat(task.output().path("approvals")).hasSize(2);
    // What an earlier voter changed stands until a later one changes it.
    assertThat(task.output().path("edits")).isEqualTo(json("{'n':1}"));
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void a_late_decision_and_an_unknown_approval_are_told_apart() {
    var task = asking("{'question':'Pay?'}");
    assertThat(rejection(task, "t.2.1", decision(Choice.APPROVE, null, null)))
        .isInstanceOf(TaskRejection.NoSuchApproval.class);
    approve(task, FIRST);

    assertThat(rejection(task, FIRST, decision(Choice.REJECT, null, null)))
        .asInstanceOf(InstanceOfAssertFactories.type(TaskRejection.ApprovalNotOpen.class))
        .satisfies(late ->
            assertThat(late.approval().standing().status()).isEqualTo(ApprovalStatus.APPROVED));
    assertThat(rejection(task, "t.2.1", decision(Choice.APPROVE, null, null)))
        .isInstanceOf(TaskRejection.NoSuchApproval.class);
  }

  @Test
  void an_expired_approval_goes_to_who_is_next_under_the_same_id_and_then_fails() {
    var task =
        asking(
            "{'question':'Pay?','approvers':['a'],'expiresInSeconds':60,'escalation':["
                + "{'approvers':['b'],'expiresInSeconds':30},{'approvers':['c'],'expiresInSeconds':10}]}");
    task.after(Duration.ofSeconds(65));
    var escalated = only(task.lastWrite(), ApprovalEscalated.class);
    assertThat(escalated.approval()).isEqualTo(FIRST);
    assertThat(escalated.level()).isEqualTo(1);
    assertThat(escalated.approvers()).containsExactly("b");
    assertThat(escalated.expiresAt()).isEqualTo(Rehearsal.START.plusSeconds(95));
    assertThat(open(task).isOpen()).isTrue();

    task.after(Duration.ofSeconds(30)).after(Duration.ofSeconds(10));
    assertThat(only(task.lastWrite(), ApprovalClosed.class).status())
        .isEqualTo(ApprovalStatus.EXPIRED);
    assertThat(task.failed().error()).isEqualTo("Approval.Expired");
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void who_is_asked_next_may_have_all_the_time_there_is() {
    var task =
        asking(
            "{'question':'Pay?','expiresInSeconds':60,'escalation':[{'approvers':['b']}]}",
            "'TimeoutSeconds':600,");
    task.after(Duration.ofSeconds(60));

    assertThat(((Running) task.task).nextDueAt(LastHeard.NOTHING))
        .isEqualTo(Rehearsal.START.plusSeconds(600));
    approve(task, FIRST);
    assertThat(task.output().path("decision").asText()).isEqualTo("approve");
  }

  @Test
  void a_decision_wins_over_an_expiry_that_nobody_has_noticed_yet() {
    var task = asking("{'question':'Pay?','expiresInSeconds':60}");
    task.now = Rehearsal.START.plusSeconds(90);
    approve(task, FIRST);

    assertThat(task.completed().output().path("decision").asText()).isEqualTo("approve");
  }

  @Test
  void the_states_own_timeout_holds_as_well() {
    var task = asking("{'question':'Pay?','expiresInSeconds':600}", "'TimeoutSeconds':60,");
    task.after(Duration.ofSeconds(60));

    assertThat(only(task.lastWrite(), ApprovalClosed.class).status())
        .isEqualTo(ApprovalStatus.EXPIRED);
    assertThat(task.failed().error()).isEqualTo("States.Timeout");
  }

  @Test
  void a_retried_step_asks_anew() {
    var task =
        asking(
            "{'question':'Pay?','expiresInSeconds':60}",
            "'Retry':[{'ErrorEquals':['Approval.Expired'],'IntervalSeconds':1,'MaxAttempts':1}],");
    task.after(Duration.ofSeconds(60)).after(Duration.ofSeconds(1));

    assertThat(open(task).id()).isEqualTo("t.1.2");
    assertThat(rejection(task, FIRST, decision(Choice.APPROVE, null, null)))
        .isInstanceOf(TaskRejection.ApprovalNotOpen.class);
    approve(task, "t.1.2");
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void several_are_open_at_once_and_a_failed_branch_closes_the_others() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Both','States':{'Both':{'Type':'Parallel','End':true,
                  'Branches':[
                    {'StartAt':'A','States':{'A':{'Type':'Task','Resource':'human:approval','End':true,
                      'Arguments':{'question':'A?'}}}},
                    {'StartAt':'B','States':{'B':{'Type':'Task','Resource':'human:approval','End':true,
                      'Arguments':{'question':'B?'}}}}]}}}
                """)
            .submit(json("{'goal':'g'}"));
    assertThat(((Running) task.task).openWork()).hasSize(2);

    task.tell(decide(task, "t.2.1", decision(Choice.REJECT, null, null)));
    assertThat(only(task.lastWrite(), ApprovalClosed.class))
        .extracting(ApprovalClosed::approval, ApprovalClosed::status)
        .containsExactly(FIRST, ApprovalStatus.CANCELLED);
    assertThat(rejection(task, FIRST, decision(Choice.APPROVE, null, null)))
        .isInstanceOf(TaskRejection.ApprovalNotOpen.class);
  }

  @Test
  void a_tasks_end_closes_what_is_open() {
    var cancelled = asking("{'question':'Pay?'}");
    cancelled.tell(new TaskCommand.Cancel("enough", cancelled.now, 1));
    assertThat(only(cancelled.lastWrite(), ApprovalClosed.class).status())
        .isEqualTo(ApprovalStatus.CANCELLED);

    var late = asking("{'question':'Pay?'}").after(Duration.ofHours(2));
    assertThat(only(late.lastWrite(), ApprovalClosed.class).status())
        .isEqualTo(ApprovalStatus.CANCELLED);
    assertThat(late.failed().error()).isEqualTo("States.Timeout");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 'question' is required",
        "[] | must be an object",
        "{'question':' '} | 'question' is required",
        "{'question':'q','why':1} | unknown field 'why'",
        "{'question':'q','approvers':'cfo'} | 'approvers' must be an array",
        "{'question':'q','approvers':[1]} | 'approvers' must be an array",
        "{'question':'q','quorum':0} | 'quorum' must be a whole number",
        "{'question':'q','quorum':1.5} | 'quorum' must be a whole number",
        "{'question':'q','expiresInSeconds':'60'} | 'expiresInSeconds' must be a whole number",
        "{'question':'q','form':'x'} | 'form' must be a JSON Schema",
        "{'question':'q','form':{'type':'nothing'}} | 'form' cannot be used",
        "{'question':'q','form':{'$ref':'#'}} | without end",
        "{'question':'q','form':{'$ref':'#/$defs/none'}} | it refers to '#/$defs/none', which is not in it",
        "{'question':'q','form':{'$ref':'http://127.0.0.1:1/x'}} | it refers to 'http://127.0.0.1:1/x'",
        "{'question':'q','escalation':[{'approvers':['b']}]} | 'escalation[0]' is never asked",
        "{'question':'q','expiresInSeconds':1,'escalation':[{}]} | 'escalation[0].approvers'",
        "{'question':'q','expiresInSeconds':1,'escalation':[{'approvers':['b'],'x':1}]} | 'escalation[0].x'",
        "{'question':'q','expiresInSeconds':1,'escalation':['b']} | 'escalation[0]' must be an object"
      })
  void what_does_not_fit_fails_the_step_by_a_name_that_can_be_caught(String input, String said) {
    var failed = asking(input, "");

    assertThat(only(failed.lastWrite(), StepFailed.class).error()).isEqualTo("Approval.Malformed");
    assertThat(failed.failed().cause()).contains(said);
    var caught =
        asking(
            input,
            "'Catch':[{'ErrorEquals':['States.TaskFailed'],'Next':'Refused',"
                + "'Output':'{% $states.errorOutput.Error %}'}],");
    assertThat(caught.output().asText()).isEqualTo("Approval.Malformed");
  }

  @Test
  void null_is_nothing_said() {
    JsonNode input =
        json("{'question':'q','details':null,'form':null,'approvers':null,'escalation':null}");
    var request = ApprovalRequest.read(input);

    assertThat(request.details()).isNull();
    assertThat(request.form()).isNull();
    assertThat(request.first()).isEqualTo(new Approval.Level(List.of(), null));
  }
}
