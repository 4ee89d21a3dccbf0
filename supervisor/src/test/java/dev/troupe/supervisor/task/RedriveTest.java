package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.troupe.agents.Usage;
import dev.troupe.persistence.Decision;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.TaskRedriven;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A next run goes on where the last one ended; what had succeeded is not run again. */
class RedriveTest {
  private static final String TWO_STEPS =
      """
      {'QueryLanguage':'JSONata','StartAt':'A','States':{
        'A':{'Type':'Task','Resource':'agent:a','Next':'B'},
        'B':{'Type':'Task','Resource':'agent:b','End':true,
          'Retry':[{'ErrorEquals':['Flaky'],'IntervalSeconds':5,'MaxAttempts':1}]}}}
      """;

  private static final String PARALLEL =
      """
      {'QueryLanguage':'JSONata','StartAt':'P','States':{
        'P':{'Type':'Parallel','End':true,'Branches':[
          {'StartAt':'A','States':{'A':{'Type':'Task','Resource':'agent:a','End':true}}},
          {'StartAt':'B1','States':{'B1':{'Type':'Task','Resource':'agent:b','Next':'B2'},
            'B2':{'Type':'Task','Resource':'agent:b','End':true}}},
          {'StartAt':'C','States':{'C':{'Type':'Task','Resource':'agent:c','End':true}}}]}}}
      """;

  private static Rehearsal redriven(Rehearsal task) {
    return task.tell(new TaskCommand.Redrive(task.now, 1));
  }

  private static List<StepAssigned> assigned(Rehearsal task) {
    return task.lastWrite().stream()
        .filter(StepAssigned.class::isInstance)
        .map(StepAssigned.class::cast)
        .toList();
  }

  @Test
  void the_failed_step_is_given_out_again_and_nothing_else() {
    var task = Rehearsal.of(TWO_STEPS).submit(json("{}")).returns(1, json("'a'"));
    task.fails(2, 1, "Broken");

    redriven(task);

    assertThat(task.lastWrite().getFirst())
        .isEqualTo(new TaskRedriven(2, Rehearsal.START.plusSeconds(3600), Rehearsal.START));
    assertThat(assigned(task))
        .singleElement()
        .satisfies(again -> {
          assertThat(again.assignment()).isEqualTo(2);
          assertThat(again.attempt()).isEqualTo(2);
          assertThat(again.agent()).isEqualTo(2);
        });
    assertThat(task.returns(2, 2, json("'b'")).output()).isEqualTo(json("'b'"));
  }

  @Test
  void of_attempts_that_were_cut_nobody_has_heard_the_end() {
    var task = Rehearsal.of(PARALLEL).submit(json("{}")).fails(1, 1, "Broken");
    assertThat(redriven(task).open())
        .as("one has failed, two were aborted because of it")
        .extracting(Work::assignment, Work::attempt, Work::unheardFrom)
        .containsExactlyInAnyOrder(tuple(1, 2, 2), tuple(2, 2, 1), tuple(3, 2, 1));

    task.tell(new TaskCommand.Cancel("enough", task.now, 1));
    redriven(task).after(Duration.ofHours(1));
    assertThat(task.failed().error()).isEqualTo("States.Timeout");
    assertThat(redriven(task).open())
        .as("behind a cancel, and behind the task's time")
        .extracting(Work::assignment, Work::attempt, Work::unheardFrom)
        .containsExactlyInAnyOrder(tuple(1, 4, 2), tuple(2, 4, 1), tuple(3, 4, 1));
  }

  @Test
  void a_run_has_its_own_retries_and_its_own_time() {
    var task = Rehearsal.of(TWO_STEPS).submit(json("{}")).returns(1, json("'a'"));
    task.fails(2, 1, "Flaky").after(Duration.ofSeconds(5)).fails(2, 2, "Flaky");
    assertThat(task.failed().error()).isEqualTo("Flaky");

    redriven(task).fails(2, 3, "Flaky").after(Duration.ofMinutes(59));
    assertThat(task.open()).singleElement().extracting(Work::attempt).isEqualTo(4);

    task.after(Duration.ofMinutes(2));
    assertThat(task.failed().error()).isEqualTo("States.Timeout");
  }

  @Test
  void a_run_has_its_own_steps() {
    var task = Rehearsal.of(TWO_STEPS).submit(json("{}"), new TaskEvent.Limits(1, 3600));
    task.returns(1, json("'a'"));
    assertThat(task.failed().error()).isEqualTo("Troupe.StepLimitExceeded");

    assertThat(redriven(task).open()).singleElement().extracting(Work::assignment).isEqualTo(2);
  }

  @Test
  void what_was_under_way_when_the_time_was_over_is_given_out_again() {
    var task = Rehearsal.of(PARALLEL).submit(json("{}")).returns(1, json("'a'"));
    task.after(Duration.ofHours(1));
    assertThat(task.failed().error()).isEqualTo("States.Timeout");

    redriven(task);

    assertThat(assigned(task)).extracting(StepAssigned::assignment).containsExactly(2, 3);
    task.returns(2, 2, json("'b1'")).returns(3, 2, json("'c'")).returns(4, json("'b2'"));
    assertThat(task.output()).isEqualTo(json("['a','b2','c']"));
  }

  @Test
  void of_a_failed_parallel_only_the_branches_without_a_result_go_on_each_from_where_it_stood() {
    var task = Rehearsal.of(PARALLEL).submit(json("{}"));
    task.returns(1, json("'a'")).returns(2, json("'b1'")).fails(4, 1, "Broken");
    assertThat(task.failed().error()).isEqualTo("Broken");

    redriven(task);

    assertThat(assigned(task))
        .extracting(StepAssigned::assignment, StepAssigned::attempt, StepAssigned::frame)
        .containsExactly(tuple(4, 2, 2), tuple(3, 2, 3));
    task.returns(4, 2, json("'b2'")).returns(3, 2, json("'c'"));
    assertThat(task.output()).isEqualTo(json("['a','b2','c']"));
  }

  @Test
  void of_a_failed_map_inside_a_branch_only_the_items_without_a_result_go_on() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'P','States':{
                  'P':{'Type':'Parallel','End':true,'Branches':[
                    {'StartAt':'M','States':{'M':{'Type':'Map','Items':[1,2,3,4],'End':true,
                      'MaxConcurrency':2,'ToleratedFailureCount':1,
                      'ItemProcessor':{'StartAt':'A','States':{
                        'A':{'Type':'Task','Resource':'agent:a','End':true}}}}}}]}}}
                """)
            .submit(json("{}"));
    task.returns(1, json("'one'")).fails(2, 1, "Broken").fails(3, 1, "Broken");
    assertThat(task.failed().error()).isEqualTo("States.ExceedToleratedFailureThreshold");

    redriven(task);
    assertThat(task.open()).extracting(Work::assignment).containsExactlyInAnyOrder(2, 3, 4);

    task.returns(2, 2, json("'two'")).returns(3, 2, json("'three'")).fails(4, 2, "Broken");
    assertThat(task.output()).isEqualTo(json("[['one','two','three']]"));
  }

  @Test
  void an_answer_that_was_of_no_use_is_asked_for_again() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'A','States':{
                  'A':{'Type':'Task','Resource':'agent:a','Output':'{% $states.result.x %}',
                    'End':true}}}
                """)
            .submit(json("{}"))
            .returns(1, json("{}"));
    assertThat(task.failed().error()).isEqualTo("States.QueryEvaluationError");

    assertThat(redriven(task).open())
        .as("its agent knows that it was heard")
        .extracting(Work::attempt, Work::unheardFrom)
        .containsExactly(tuple(2, 2));
    assertThat(task.returns(1, 2, json("{'x':1}")).output()).isEqualTo(json("1"));
  }

  @Test
  void people_are_asked_anew() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'A','States':{
                  'A':{'Type':'Task','Resource':'human:approval','End':true,
                    'Arguments':{'question':'Pay?'}}}}
                """)
            .submit(json("{}"))
            .tell(new TaskCommand.Cancel("enough", Rehearsal.START, 1));

    redriven(task);

    assertThat(task.open()).singleElement().extracting(Work::attempt).isEqualTo(2);
    assertThat(((Running) task.task).approval("t.1.2")).get().matches(Approval::isOpen);
  }

  @Test
  void a_step_that_ran_out_of_the_tasks_time_is_given_out_again() {
    var task = Rehearsal.of(TWO_STEPS).submit(json("{}")).returns(1, json("'a'"));
    task.tell(
        new TaskCommand.AcceptFailure(
            2, 1, "Model.Timeout", "slow", Usage.NONE, Rehearsal.START.plusSeconds(3600), 1));
    assertThat(task.failed().error()).isEqualTo("States.Timeout");

    task.tell(new TaskCommand.Redrive(Rehearsal.START.plusSeconds(3700), 1));

    assertThat(assigned(task)).singleElement().extracting(StepAssigned::attempt).isEqualTo(2);
    assertThat(task.task).isInstanceOf(Running.class);
  }

  @Test
  void what_runs_or_completed_is_not_redriven() {
    var task = Rehearsal.of(TWO_STEPS).submit(json("{}"));
    var redrive = new TaskCommand.Redrive(task.now, 1);
    assertThat(task.decide(redrive)).isInstanceOf(Decision.Rejected.class);

    task.returns(1, json("'a'")).returns(2, json("'b'"));
    assertThat(task.decide(redrive)).isInstanceOf(Decision.Rejected.class);
  }

  @Test
  void every_prefix_of_a_redriven_journal_gives_the_same_task() {
    var task = Rehearsal.of(PARALLEL).submit(json("{}"));
    var states = new HashMap<Integer, Task>();
    List<Consumer<Rehearsal>> steps =
        List.of(
            _ -> {},
            run -> run.returns(1, json("'a'")),
            run -> run.fails(3, 1, "Broken"),
            RedriveTest::redriven,
            run -> run.returns(2, 2, json("'b1'")),
            run -> run.fails(3, 2, "Broken"),
            RedriveTest::redriven);
    for (var step : steps) {
      step.accept(task);
      states.put(task.writes.size(), task.task);
    }

    assertThat(states).hasSize(steps.size());
    states.forEach((writes, state) ->
        assertThat(task.folded(writes)).as("after %d writes", writes).isEqualTo(state));
    assertThat(((Running) task.task).terms().run().number()).isEqualTo(3);
    assertThat(((Running) task.task).cancelled())
        .extracting(Work::assignment, Work::attempt)
        .contains(tuple(2, 1));
  }
}
