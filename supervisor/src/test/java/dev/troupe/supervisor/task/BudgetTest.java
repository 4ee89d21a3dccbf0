package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Exhaustion;
import dev.troupe.agents.Budget.Kind;
import dev.troupe.agents.Charge;
import dev.troupe.agents.TenantRaise;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.task.TaskEvent.BudgetAlerted;
import dev.troupe.supervisor.task.TaskEvent.BudgetRaised;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private static final String STEPS =
      """
      {'QueryLanguage':'JSONata','StartAt':'Draft','States':{
        'Draft':{'Type':'Task','Resource':'agent:writer','Next':'Check'},
        'Check':{'Type':'Task','Resource':'agent:reviewer',
          'Retry':[{'ErrorEquals':['States.ALL'],'IntervalSeconds':1,'MaxAttempts':5}],
          'Catch':[{'ErrorEquals':['States.ALL'],'Next':'Lost'}],
          'End':true},
        'Lost':{'Type':'Pass','End':true}}}
      """;

  private static final String BOTH =
      """
      {'QueryLanguage':'JSONata','StartAt':'Both','States':{
        'Both':{'Type':'Parallel','End':true,'Branches':[
          {'StartAt':'A','States':{'A':{'Type':'Task','Resource':'agent:researcher','End':true}}},
          {'StartAt':'B','States':{'B':{'Type':'Task','Resource':'agent:researcher','End':true}}}]}}}
      """;

  /** Sixteen by sixteen, all at once: two events for each are more than a write may have. */
  private static final String MANY =
      """
      {'QueryLanguage':'JSONata','StartAt':'Outer','States':{
        'Outer':{'Type':'Map','Items':'{% [1..16] %}','End':true,'ItemProcessor':{
          'StartAt':'Inner','States':{
            'Inner':{'Type':'Map','Items':'{% [1..16] %}','End':true,'ItemProcessor':{
              'StartAt':'Work','States':{
                'Work':{'Type':'Task','Resource':'agent:researcher','End':true}}}}}}}}}
      """;

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static Rehearsal task(String workflow, Exhaustion exhausted) {
    return Rehearsal.of(workflow).submit(json("{'goal':'g'}"), limits(exhausted));
  }

  /** One write was not enough for it. */
  private static Rehearsal begun(Rehearsal task) {
    while (task.task instanceof Running running && running.runnable().isPresent()) {
      task.tell(new TaskCommand.Continue(task.now, 7));
    }
    return task;
  }

  private static TaskEvent.Limits limits(Exhaustion exhausted) {
    var budget = new Budget(null, 100L, null, null, exhausted, List.of(50, 100));
    return new TaskEvent.Limits(500, 360_000, budget, null);
  }

  private static Rehearsal decide(
      Rehearsal task, String approval, Choice choice, @Nullable String edits) {
    var decision =
        new ApprovalDecision(choice, "local", null, edits == null ? null : json(edits), null);
    return task.tell(new TaskCommand.Decide(approval, decision, task.now, 3));
  }

  /** Of a decision to approve. */
  private static List<Fault> faults(Rehearsal task, @Nullable String edits) {
    var decision =
        new ApprovalDecision(
            Choice.APPROVE, "local", null, edits == null ? null : json(edits), null);
    return task.decide(new TaskCommand.Decide("t.1.1", decision, task.now, 3))
            instanceof
            Decision.Rejected<TaskEvent, TaskRejection>(TaskRejection.EditsUnfit(var faults))
        ? faults
        : List.of();
  }

  private static Rehearsal returns(Rehearsal task, int assignment, long tokens) {
    return task.tell(
        new TaskCommand.AcceptReturn(
            assignment, 1, json("{'n':1}"), 1, new Usage(1, tokens, 0), task.now, 9));
  }

  private static Map<String, Amounts> raises(Rehearsal task) {
    return ((Running) task.task).progress().spent().raises();
  }

  private static Charge charge(Rehearsal task) {
    return Objects.requireNonNull(((Running) task.task).charge("t"));
  }

  @Test
  void stop_fails_the_task_by_name_and_no_retry_or_catcher_has_a_say() {
    var task = task(STEPS, Exhaustion.STOP).returns(1, json("'d'")).fails(2, 1, Budget.EXHAUSTED);

    assertThat(task.failed()).isEqualTo(new Ended.End.Failed("Budget.Exhausted", "as told"));
  }

  @Test
  void a_tenant_without_budget_left_stops_a_task_that_says_nothing_of_it() {
    var task =
        Rehearsal.of(STEPS).submit(json("{'goal':'g'}")).fails(1, 1, Budget.TENANT_EXHAUSTED);

    assertThat(task.failed().error()).isEqualTo("Budget.TenantExhausted");
  }

  @Test
  void finish_completes_with_the_latest_brief_and_says_that_it_is_unfinished() {
    var brief = json("{'markdown':'# Draft','citations':[]}");
    var task = task(STEPS, Exhaustion.FINISH).returns(1, brief).fails(2, 1, Budget.EXHAUSTED);

    assertThat(task.completed()).isEqualTo(new Ended.End.Completed(Outcome.UNFINISHED, brief));
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void a_brief_is_kept_when_something_else_comes_behind_it() {
    var brief = json("{'markdown':'# Draft'}");
    var task =
        task(
                """
                {'QueryLanguage':'JSONata','StartAt':'Draft','States':{
                  'Draft':{'Type':'Task','Resource':'agent:writer','Next':'Check'},
                  'Check':{'Type':'Task','Resource':'agent:reviewer','Output':'{% 1 %}','Next':'Again'},
                  'Again':{'Type':'Task','Resource':'agent:writer','End':true}}}
                """,
                Exhaustion.FINISH)
            .returns(1, brief)
            .returns(2, json("{'approved':false}"))
            .fails(3, 1, Budget.EXHAUSTED);

    assertThat(task.output()).isEqualTo(brief);
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void the_unfinished_brief_is_not_written_a_second_time() {
    var brief = Json.MAPPER.createObjectNode().put("markdown", "x".repeat(3_000));
    var task = task(STEPS, Exhaustion.FINISH).returns(1, brief).fails(2, 1, Budget.EXHAUSTED);

    assertThat(Json.write(task.lastWrite().getLast())).hasSizeLessThan(500);
    assertThat(task.output()).isEqualTo(brief);
  }

  @Test
  void with_nothing_to_finish_with_the_task_fails_and_says_so() {
    var task = task(STEPS, Exhaustion.FINISH).fails(1, 1, Budget.EXHAUSTED);

    assertThat(task.failed().error()).isEqualTo("Budget.Exhausted");
    assertThat(task.failed().cause()).endsWith("There was nothing yet to finish with.");
  }

  @Test
  void ask_puts_it_to_people_and_goes_on_with_as_much_again() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED);
    assertThat(TaskViews.status(task.task)).isEqualTo(TaskStatus.WAITING);
    assertThat(((Running) task.task).approval("t.1.1").orElseThrow().question())
        .startsWith("as told. Approve to add as much again");

    decide(task, "t.1.1", Choice.APPROVE, null);

    assertThat(raises(task)).isEqualTo(Map.of("t.1.1", new Amounts(0, 100, 0, 0)));
    assertThat(task.open())
        .singleElement()
        .satisfies(work -> {
          assertThat(work.attempt()).isEqualTo(2);
          assertThat(work.isForAgent()).isTrue();
        });
    assertThat(charge(task).raises()).containsOnlyKeys("t.1.1");
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void people_may_say_how_much() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED);

    decide(task, "t.1.1", Choice.APPROVE, "{'tokens':7,'money':0.25,'modelCalls':2,'seconds':3}");

    assertThat(raises(task)).isEqualTo(Map.of("t.1.1", new Amounts(250_000_000, 7, 2, 3_000)));
  }

  @Test
  void a_tenants_raise_is_the_tenants_and_says_when_it_was() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.TENANT_EXHAUSTED);

    decide(task, "t.1.1", Choice.APPROVE, "{'tokens':7}");

    assertThat(raises(task)).isEmpty();
    assertThat(charge(task).tenantRaises())
        .isEqualTo(Map.of("t.1.1", new TenantRaise(0, 7, 0, 0, task.now)));
  }

  @Test
  void a_tenants_budget_is_not_raised_by_who_does_not_say_how_much() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.TENANT_EXHAUSTED);

    assertThat(faults(task, null))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.pointer()).isEqualTo("/edits");
          assertThat(fault.detail()).contains("say in edits how much to add");
        });

    decide(task, "t.1.1", Choice.REJECT, null);
    assertThat(task.failed().error()).isEqualTo(Budget.TENANT_EXHAUSTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'tokens':9223372036854775807}",
        "{'money':1e12}",
        "{'money':1e-12}",
        "{'modelCalls':1000000001}",
        "{'seconds':10000000000000000}"
      })
  void nobody_adds_more_than_can_be_added_up(String edits) {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED);

    assertThat(faults(task, edits))
        .singleElement()
        .satisfies(fault -> assertThat(fault.pointer()).startsWith("/edits/"));
  }

  @Test
  void what_is_added_has_to_count_for_what_is_bounded() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED);

    assertThat(faults(task, "{'modelCalls':5}"))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.pointer()).isEqualTo("/edits");
          assertThat(fault.detail()).endsWith("Say how much to add to one of: tokens.");
        });
    assertThat(faults(task, "{'modelCalls':5,'tokens':1}")).isEmpty();
  }

  @Test
  void what_an_approval_of_before_lets_through_is_cut_to_what_can_be_added_up() {
    var edits = "{'tokens':9223372036854775807,'money':1e12,'modelCalls':-1,'seconds':1e16}";

    assertThat(BudgetForm.amounts(json(edits)))
        .isEqualTo(
            new Amounts(1_000_000_000_000_000_000L, 1_000_000_000_000L, 0, 1_000_000_000_000L));
  }

  @Test
  void time_that_is_added_begins_when_people_have_decided() {
    var task =
        Rehearsal.of(STEPS)
            .submit(
                json("{'goal':'g'}"),
                new TaskEvent.Limits(
                    50,
                    360_000,
                    new Budget(null, null, null, 600L, Exhaustion.ASK, List.of()),
                    null));
    task.now = Rehearsal.START.plusSeconds(600);
    task.fails(1, 1, Budget.EXHAUSTED);
    task.now = Rehearsal.START.plus(Duration.ofHours(9));

    decide(task, "t.1.1", Choice.APPROVE, null);
    assertThat(charge(task).end()).isEqualTo(task.now.plusSeconds(600));

    task.fails(1, 2, Budget.EXHAUSTED);
    decide(task, "t.1.2", Choice.APPROVE, "{'seconds':60}");
    assertThat(charge(task).end()).isEqualTo(task.now.plusSeconds(660));
  }

  @Test
  void an_execution_that_spent_the_budget_has_spent_its_parents() {
    var workflow =
        """
        {'StartAt':'Start','States':{
          'Start':{'Type':'Task','Resource':'workflow:*',
            'Parameters':{'StateMachineArn':'child','Input':{}},
            'Retry':[{'ErrorEquals':['States.ALL']}],
            'Catch':[{'ErrorEquals':['States.ALL'],'Next':'Lost'}],'End':true},
          'Lost':{'Type':'Pass','End':true}}}
        """;
    var child = task(STEPS, Exhaustion.STOP).fails(1, 1, Budget.EXHAUSTED).task;
    var view = TaskViews.of("child", child).orElseThrow();
    var task =
        Rehearsal.withChildren(workflow).submit(json("{'goal':'g'}"), limits(Exhaustion.STOP));
    assertThat(task.open()).singleElement().matches(Work::isExecution);

    task.tell(new TaskCommand.AcceptChild(1, 1, view, task.now, 3));

    assertThat(task.failed()).isEqualTo(new Ended.End.Failed(Budget.EXHAUSTED, "as told"));
  }

  @Test
  void however_many_steps_wait_for_one_decision_no_write_is_longer_than_a_write_may_be() {
    var task = begun(task(MANY, Exhaustion.ASK));
    var asked = task.open().stream().map(Work::assignment).toList();
    assertThat(asked).hasSize(256);
    asked.forEach(assignment -> task.fails(assignment, 1, Budget.EXHAUSTED));
    var before = task.writes.size();

    decide(task, "t.1.1", Choice.APPROVE, null);
    assertThat(task.open()).hasSizeLessThan(256);
    task.after(Duration.ZERO);

    assertThat(task.open()).hasSize(256).allMatch(work -> work.attempt() == 2);
    assertThat(task.writes.subList(before, task.writes.size()))
        .hasSize(2)
        .allMatch(write -> write.size() <= 500);
    assertThat(
            task.writes.stream()
                .flatMap(List::stream)
                .filter(ApprovalEvent.ApprovalClosed.class::isInstance))
        .hasSize(255);
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void nobody_is_asked_any_more_once_a_decision_has_been_made_for_all() {
    var task = begun(task(MANY, Exhaustion.ASK));
    task.open().forEach(work -> task.fails(work.assignment(), 1, Budget.EXHAUSTED));

    decide(task, "t.1.1", Choice.APPROVE, null);
    var running = (Running) task.task;
    assertThat(running.approval("t.256.1").orElseThrow().standing().status())
        .isEqualTo(ApprovalStatus.CANCELLED);
    task.tell(new TaskCommand.Cancel("enough", task.now, 5));

    assertThat(
            task.writes.stream()
                .flatMap(List::stream)
                .filter(ApprovalEvent.ApprovalClosed.class::isInstance))
        .hasSize(255);
  }

  @Test
  void a_step_that_cannot_begin_again_fails_alone() {
    var task =
        task(
            """
            {'QueryLanguage':'JSONata','StartAt':'Work','States':{
              'Work':{'Type':'Task','Resource':'agent:writer',
                'Arguments':'{% $now() > \\'2026-11-20T11\\' ? $error(\\'too late\\') : 1 %}',
                'Catch':[{'ErrorEquals':['States.ALL'],'Next':'Lost'}],'End':true},
              'Lost':{'Type':'Pass','Output':'lost','End':true}}}
            """,
            Exhaustion.ASK);
    task.fails(1, 1, Budget.EXHAUSTED);
    task.now = task.now.plus(Duration.ofHours(2));

    decide(task, "t.1.1", Choice.APPROVE, null);

    assertThat(task.output()).isEqualTo(json("'lost'"));
  }

  /** A hundredth of 7, taken a hundred times, is more than 7. */
  @ParameterizedTest
  @ValueSource(longs = {7, 14, 28, 55, 56, 109, 1_000_000_007})
  void the_whole_of_a_budget_is_a_share_too(long limit) {
    assertThat(Budget.passes(100, limit - 1, limit, limit)).isTrue();
    assertThat(Budget.passes(100, 0, limit - 1, limit)).isFalse();
  }

  @Test
  void a_raise_that_overflowed_takes_nothing_away() {
    var budget = new Budget(null, 100L, null, 60L, null, null);
    var raises = List.of(new Amounts(0, Long.MAX_VALUE, 0, -77), new Amounts(0, 9, 0, 1_000));

    assertThat(budget.limit(Kind.TOKENS, raises)).isEqualTo(Long.MAX_VALUE);
    assertThat(budget.limit(Kind.TIME, raises)).isEqualTo(61_000);
  }

  @Test
  void who_refuses_ends_the_task() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED);

    decide(task, "t.1.1", Choice.REJECT, null);

    assertThat(task.failed()).isEqualTo(new Ended.End.Failed("Budget.Exhausted", "as told"));
  }

  @Test
  void one_approval_is_for_every_step_that_waits_for_it() {
    var task =
        task(BOTH, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED).fails(2, 1, Budget.EXHAUSTED);

    decide(task, "t.1.1", Choice.APPROVE, null);

    assertThat(task.open()).hasSize(2).allMatch(work -> work.attempt() == 2 && work.isForAgent());
    assertThat(raises(task)).hasSize(1);
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @Test
  void what_is_still_not_enough_is_asked_again() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED);
    decide(task, "t.1.1", Choice.APPROVE, null);

    task.fails(1, 2, Budget.EXHAUSTED);

    assertThat(((Running) task.task).approval("t.1.2").orElseThrow().isOpen()).isTrue();
  }

  @Test
  void a_share_that_is_passed_is_told_once_in_the_write_of_its_step() {
    var task = returns(task(STEPS, Exhaustion.STOP), 1, 60);

    assertThat(task.writes).hasSize(2);
    assertThat(task.lastWrite().stream().filter(BudgetAlerted.class::isInstance))
        .containsExactly(new BudgetAlerted(Kind.TOKENS, 50, 60, 100, task.now));
    returns(task, 2, 10);
    assertThat(task.lastWrite()).noneMatch(BudgetAlerted.class::isInstance);
  }

  @Test
  void a_task_without_a_budget_is_charged_to_nobody() {
    var task = Rehearsal.of(STEPS).submit(json("{'goal':'g'}"));

    assertThat(((Running) task.task).charge("t")).isNull();
  }

  @Test
  void what_was_raised_is_in_the_journal() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.EXHAUSTED);
    task.now = task.now.plus(Duration.ofHours(1).minusSeconds(60));

    decide(task, "t.1.1", Choice.APPROVE, null);

    assertThat(task.lastWrite().stream().filter(BudgetRaised.class::isInstance))
        .containsExactly(
            new BudgetRaised("t.1.1", Budget.EXHAUSTED, new Amounts(0, 100, 0, 0), task.now));
  }
}
