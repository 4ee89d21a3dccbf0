package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Ask;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.task.TaskEvent.ChildStarted;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One limit of steps for a task and the tasks that it starts. */
class SharedStepsTest {
  private static final String MAP =
      """
      'Type':'Map','Items':[1,2,3],'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED'},
        'StartAt':'I','States':{'I':{'Type':'Task','Resource':'agent:i','End':true}}}
      """;

  /** The child's own end, as its supervisor tells it. */
  private static final TaskCommand.AcceptChild ENDED = ended();

  private static TaskEvent.Limits shared(int steps) {
    return new TaskEvent.Limits(steps, 3600, null, null, true);
  }

  private static TaskCommand.AcceptChild ended() {
    var child =
        Rehearsal.of("{'StartAt':'A','States':{'A':{'Type':'Pass','Result':1,'End':true}}}")
            .submit(json("{'goal':'g'}"));
    var view = TaskViews.of("child", child.task).orElseThrow();
    return new TaskCommand.AcceptChild(0, 1, view, child.now, 1);
  }

  private static Rehearsal machine(String states, int steps) {
    return Rehearsal.withChildren(
            "{'QueryLanguage':'JSONata','StartAt':'A','States':{%s}}".formatted(states))
        .submit(json("{'goal':'g'}"), shared(steps));
  }

  private static Rehearsal map(String fields, int steps) {
    return machine("'A':{%s,%s}".formatted(MAP.strip(), fields), steps);
  }

  private static void childEnds(Rehearsal task, int assignment, Integer steps) {
    task.tell(
        new TaskCommand.AcceptChild(assignment, 1, ENDED.child(), steps, task.now, assignment));
  }

  private static List<Integer> lent(Rehearsal task) {
    return task.writes.stream()
        .flatMap(List::stream)
        .filter(ChildStarted.class::isInstance)
        .map(event -> ((ChildStarted) event).steps())
        .toList();
  }

  private static List<Integer> open(Rehearsal task) {
    return task.open().stream().map(Work::assignment).toList();
  }

  private static int left(Rehearsal task) {
    return SharedSteps.left((Running) task.task);
  }

  @Test
  void items_that_start_together_share_what_is_left() {
    var task = map("'End':true", 7);

    assertThat(lent(task)).containsExactly(3, 2, 2);
    assertThat(left(task)).isZero();
  }

  @Test
  void what_an_item_did_not_take_goes_to_those_that_start_later() {
    var task = map("'MaxConcurrency':1,'End':true", 5);
    childEnds(task, 1, 1);
    childEnds(task, 2, 0);

    assertThat(lent(task)).containsExactly(2, 2, 4);
  }

  @Test
  void steps_behind_the_items_have_what_those_left() {
    var states = "'A':{%s,'Next':'B'},'B':{'Type':'Task','Resource':'agent:b','End':true}";
    var enough = machine(states.formatted(MAP.strip()), 4);
    List.of(1, 2, 3).forEach(item -> childEnds(enough, item, 1));
    var tooFew = machine(states.formatted(MAP.strip()), 3);
    List.of(1, 2, 3).forEach(item -> childEnds(tooFew, item, 1));

    assertThat(open(enough)).containsExactly(4);
    assertThat(tooFew.failed())
        .isEqualTo(
            new Ended.End.Failed(
                "Troupe.StepLimitExceeded",
                "The task has used up its 3 steps, those of the tasks that it started among them."));
  }

  @Test
  void a_step_beside_items_that_have_everything_waits_for_what_they_leave() {
    var step = "{'StartAt':'B','States':{'B':{'Type':'Task','Resource':'agent:b','End':true}}}";
    var items = "{'StartAt':'M','States':{'M':{%s,'End':true}}}".formatted(MAP.strip());
    var twice =
        step.replace("'End':true", "'Next':'C'")
            .replace(
                "}}}", "},'C':%s}}".formatted("{'Type':'Task','Resource':'agent:c','End':true}"));
    var task =
        machine("'A':{'Type':'Parallel','Branches':[%s,%s],'End':true}".formatted(items, twice), 4);
    assertThat(open(task)).hasSize(4);
    assertThat(left(task)).isZero();

    var ofStep =
        task.open().stream()
            .filter(Work::isForAgent)
            .map(Work::assignment)
            .findFirst()
            .orElseThrow();
    task.returns(ofStep, json("1"));
    assertThat(task.open()).noneMatch(Work::isForAgent);
    task.tell(new TaskCommand.Continue(task.now, 1));
    assertThat(task.open()).noneMatch(Work::isForAgent);

    childEnds(task, open(task).getFirst(), 0);
    assertThat(task.open()).filteredOn(Work::isForAgent).hasSize(1);
  }

  private static long called(Rehearsal task) {
    return task.writes.stream()
        .flatMap(List::stream)
        .filter(CallEvent.AgentCalled.class::isInstance)
        .count();
  }

  @Test
  void an_agent_that_is_called_waits_for_what_items_leave() {
    var step = "{'StartAt':'B','States':{'B':{'Type':'Task','Resource':'agent:b','End':true}}}";
    var items = "{'StartAt':'M','States':{'M':{%s,'End':true}}}".formatted(MAP.strip());
    var task =
        machine("'A':{'Type':'Parallel','Branches':[%s,%s],'End':true}".formatted(items, step), 4);
    var caller = task.open().stream().filter(Work::isForAgent).findFirst().orElseThrow();
    var ask = new Ask.OfRole(1, 1, "c", json("'Look.'"));

    task.tell(new TaskCommand.AcceptAsks(caller.assignment(), 1, List.of(ask), task.now, 1));
    assertThat(called(task)).isZero();

    childEnds(task, open(task).getFirst(), 0);
    task.tell(new TaskCommand.AcceptAsks(caller.assignment(), 1, List.of(ask), task.now, 1));
    assertThat(called(task)).isOne();
  }

  @Test
  void what_was_lent_counts_as_taken_where_nobody_heard_what_was() {
    var task = map("'MaxConcurrency':1,'ToleratedFailureCount':3,'End':true", 6);
    task.fails(1, 1, "E.Broken");

    assertThat(lent(task)).containsExactly(2, 2);
    assertThat(left(task)).isEqualTo(2);
  }

  @Test
  void a_step_that_is_a_task_is_lent_all_that_is_left_and_takes_one_itself() {
    var task =
        machine(
            "'A':{'Type':'Task','Resource':'workflow:other','Retry':[{'ErrorEquals':['States.ALL'],'IntervalSeconds':1}],'End':true}",
            5);
    assertThat(((StepAssigned) task.lastWrite().getLast()).steps()).isEqualTo(4);

    task.fails(1, 1, "E.Broken").after(Duration.ofSeconds(2));
    assertThat(((StepAssigned) task.lastWrite().getLast()).steps()).isZero();
    childEndsAgain(task, 0);
    assertThat(task.output()).isEqualTo(json("1"));
  }

  private static void childEndsAgain(Rehearsal task, int steps) {
    task.tell(new TaskCommand.AcceptChild(1, 2, ENDED.child(), steps, task.now, 2));
  }

  @Test
  void the_next_run_has_the_whole_limit_again() {
    var task = map("'MaxConcurrency':1,'End':true", 6);
    task.fails(1, 1, "E.Broken");
    assertThat(task.failed().error()).isEqualTo("E.Broken");

    task.tell(new TaskCommand.Redrive(task.now, 1));

    assertThat(lent(task)).containsExactly(2, 2);
    assertThat(left(task)).isEqualTo(4);
  }

  @Test
  void each_task_has_a_limit_for_itself_where_nobody_named_one() {
    var task =
        Rehearsal.of(
                "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{%s,'End':true}}}"
                    .formatted(MAP.strip()))
            .submit(json("{'goal':'g'}"), new TaskEvent.Limits(1, 3600));

    assertThat(lent(task)).containsExactly(null, null, null);
    assertThat(task.lastWrite().stream().skip(1).map(Json::write))
        .noneMatch(event -> event.contains("\"steps\""));
  }
}
