package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.task.TaskEvent.BranchCompleted;
import dev.troupe.supervisor.task.TaskEvent.BranchFailed;
import dev.troupe.supervisor.task.TaskEvent.BranchStarted;
import dev.troupe.supervisor.task.TaskEvent.MapStarted;
import dev.troupe.supervisor.task.TaskEvent.TaskFailed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kinds of states make of a task: loops, branches, choices, expressions. */
class TaskStatesTest {
  private static List<Class<?>> types(List<TaskEvent> events) {
    return events.stream().<Class<?>>map(Object::getClass).toList();
  }

  @Test
  void a_loop_without_work_goes_on_in_further_writes_up_to_a_bound() {
    var task =
        Rehearsal.of(
                "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Pass','Next':'A'}}}")
            .submit(json("{}"));
    assertThat(task.lastWrite().size()).isBetween(400, 500);

    while (task.task instanceof Running running) {
      assertThat(running.runnable()).isPresent();
      task.tell(new TaskCommand.Continue(Rehearsal.START, 1));
      assertThat(task.lastWrite().size()).isLessThanOrEqualTo(500);
    }

    assertThat(task.failed().error()).isEqualTo("Troupe.EventLimitExceeded");
    assertThat(task.task.sequence()).isLessThanOrEqualTo(25_000);
  }

  @Test
  void branches_start_as_others_complete_and_keep_their_order() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'All','States':{'All':{'Type':'Map',
                  'Items':'{% $states.input.items %}','MaxConcurrency':2,
                  'ItemSelector':{'n':'{% $states.context.Map.Item.Value %}',
                                  'i':'{% $states.context.Map.Item.Index %}'},
                  'ItemProcessor':{'StartAt':'One','States':{
                    'One':{'Type':'Task','Resource':'agent:a','End':true}}},
                  'End':true}}}
                """)
            .submit(json("{'items':['a','b','c']}"));
    assertThat(task.open())
        .extracting(work -> work.input().json())
        .containsExactly(json("{'n':'a','i':0}"), json("{'n':'b','i':1}"));
    assertThat(types(task.lastWrite())).contains(MapStarted.class, BranchStarted.class);

    task.returns(2, json("'B'"));
    assertThat(types(task.lastWrite())).contains(BranchCompleted.class, BranchStarted.class);
    task.returns(3, json("'C'")).returns(1, json("'A'"));

    assertThat(task.output()).isEqualTo(json("['A','B','C']"));
  }

  @Test
  void a_map_over_nothing_is_done_at_once() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'All','States':{'All':{'Type':'Map',
                  'Items':[],'ItemProcessor':{'StartAt':'One','States':{'One':{'Type':'Succeed'}}},
                  'End':true}}}
                """)
            .submit(json("{}"));

    assertThat(task.output()).isEqualTo(json("[]"));
  }

  @Test
  void a_failed_branch_fails_the_map_and_stops_the_others() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'All','States':{'All':{'Type':'Map',
                  'Items':[1,2],'ItemProcessor':{'StartAt':'One','States':{
                    'One':{'Type':'Task','Resource':'agent:a','End':true}}},'End':true}}}
                """)
            .submit(json("{}"))
            .fails(1, 1, "Model.Refused");

    assertThat(types(task.lastWrite())).contains(BranchFailed.class, TaskFailed.class);
    assertThat(((Ended) task.task).cancelling()).extracting(Work::assignment).containsExactly(2);
  }

  @Test
  void choices_are_tried_in_order_and_variables_are_seen_in_branches() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Set','States':{
                  'Set':{'Type':'Pass','Assign':{'limit':2},'Next':'All'},
                  'All':{'Type':'Map','Items':[1,2,3],'ItemProcessor':{'StartAt':'Is','States':{
                    'Is':{'Type':'Choice','Choices':[
                      {'Condition':'{% $states.input < $limit %}','Next':'Less'},
                      {'Condition':'{% $states.input = $limit %}','Output':'same','Next':'Same'}],
                      'Default':'More'},
                    'Less':{'Type':'Pass','Output':'less','End':true},
                    'Same':{'Type':'Succeed'},
                    'More':{'Type':'Pass','Output':'more','End':true}}},'End':true}}}
                """)
            .submit(json("{}"));

    assertThat(task.output()).isEqualTo(json("['less','same','more']"));
  }

  @Test
  void a_choice_without_a_way_out_fails_by_name() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Is','States':{
                  'Is':{'Type':'Choice','Choices':[{'Condition':false,'Next':'End'}]},
                  'End':{'Type':'Succeed'}}}
                """)
            .submit(json("{}"));

    assertThat(task.failed().error()).isEqualTo("States.NoChoiceMatched");
  }

  @Test
  void a_fail_state_fails_the_task_with_its_own_error() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'No','States':{
                  'No':{'Type':'Fail','Error':'Not.Now','Cause':'{% $states.input.why %}'}}}
                """)
            .submit(json("{'why':'it rains'}"));

    assertThat(task.failed()).isEqualTo(new Ended.End.Failed("Not.Now", "it rains"));
  }

  @Test
  void a_large_value_in_a_loop_is_written_once() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Start','States':{
                  'Start':{'Type':'Pass','Assign':{'turn':0},'Next':'Turn'},
                  'Turn':{'Type':'Pass','Assign':{'turn':'{% $turn + 1 %}'},
                    'Output':{'kept':'{% $states.input.kept %}','turn':'{% $turn %}'},'Next':'Again'},
                  'Again':{'Type':'Choice','Choices':[{'Condition':'{% $turn < 50 %}','Next':'Turn'}],
                    'Default':'End'},
                  'End':{'Type':'Succeed'}}}
                """)
            .submit(json("{'kept':['" + "a".repeat(200_000) + "']}"));

    assertThat(task.output().path("kept").path(0).asText()).hasSize(200_000);
    assertThat(Json.write(task.writes)).hasSizeLessThan(260_000);
    assertThat(task.folded(task.writes.size())).isEqualTo(task.task);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$number('12 EUR')",
        "$toMillis('nonsense')",
        "$base64decode('***')",
        "$parseInteger('abc', 'w')"
      })
  void what_an_expression_throws_is_the_states_failure(String expression) {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'A','States':{
                  'A':{'Type':'Pass','Output':"{% EXPRESSION %}",'End':true}}}
                """
                    .replace("\"{%", "'{%")
                    .replace("%}\"", "%}'")
                    .replace("EXPRESSION", expression.replace("'", "\\\"")))
            .submit(json("{}"));

    assertThat(task.failed().error()).isEqualTo("States.QueryEvaluationError");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "States.MathAdd(9223372036854775807, 1) | States.IntrinsicFailure",
        "$.list.min() | States.Runtime"
      })
  void what_a_function_of_json_path_throws_is_the_states_failure(String call, String error) {
    var task =
        Rehearsal.of(
                """
                {'StartAt':'A','States':{'A':{'Type':'Pass','Parameters':{'x.$':'CALL'},'End':true}}}
                """
                    .replace("CALL", call))
            .submit(json("{'list':[]}"));

    assertThat(task.failed().error()).isEqualTo(error);
  }

  @Test
  void a_map_whose_later_item_cannot_be_selected_aborts_those_that_run() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'M','States':{
                  'M':{'Type':'Map','Items':'{% $states.input.items %}','MaxConcurrency':2,
                    'ItemSelector':'{% $states.context.Map.Item.Value.q %}',
                    'ItemProcessor':{'StartAt':'W','States':{
                      'W':{'Type':'Task','Resource':'agent:worker','End':true}}},
                    'Catch':[{'ErrorEquals':['States.ALL'],'Next':'F'}],'End':true},
                  'F':{'Type':'Pass','Output':'caught','End':true}}}
                """)
            .submit(json("{'items':[{'q':1},{'q':2},{'z':3}]}"))
            .returns(1, json("{}"));

    assertThat(task.output()).hasToString("\"caught\"");
    assertThat(((Ended) task.task).cancelling()).extracting(Work::assignment).containsExactly(2);
  }

  @Test
  void a_workflows_own_timeout_bounds_its_tasks() {
    var task =
        Rehearsal.of(
                """
                {'StartAt':'W','TimeoutSeconds':5,'States':{
                  'W':{'Type':'Task','Resource':'agent:worker','End':true}}}
                """)
            .submit(json("{}"))
            .after(Duration.ofSeconds(5));

    assertThat(task.failed().error()).isEqualTo("States.Timeout");
  }
}
