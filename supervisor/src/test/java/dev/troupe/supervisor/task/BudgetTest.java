package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Exhaustion;
import dev.troupe.agents.Budget.Kind;
import dev.troupe.agents.Charge;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.task.TaskEvent.BudgetAlerted;
import dev.troupe.supervisor.task.TaskEvent.BudgetRaised;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static Rehearsal task(String workflow, Exhaustion exhausted) {
    var budget = new Budget(null, 100L, null, null, exhausted, List.of(50, 100));
    return Rehearsal.of(workflow)
        .submit(json("{'goal':'g'}"), new TaskEvent.Limits(50, 3600, budget, null));
  }

  private static Rehearsal decide(
      Rehearsal task, String approval, Choice choice, @Nullable String edits) {
    var decision =
        new ApprovalDecision(choice, "local", null, edits == null ? null : json(edits), null);
    return task.tell(new TaskCommand.Decide(approval, decision, task.now, 3));
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
  void a_tenants_raise_is_the_tenants() {
    var task = task(STEPS, Exhaustion.ASK).fails(1, 1, Budget.TENANT_EXHAUSTED);

    decide(task, "t.1.1", Choice.APPROVE, "{'tokens':7}");

    assertThat(raises(task)).isEmpty();
    assertThat(charge(task).tenantRaises()).isEqualTo(Map.of("t.1.1", new Amounts(0, 7, 0, 0)));
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
