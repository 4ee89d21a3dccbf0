package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.supervisor.task.TaskEvent.AssignmentCancelled;
import dev.troupe.supervisor.task.TaskEvent.ChildEnded;
import dev.troupe.supervisor.task.TaskEvent.ChildStarted;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A distributed Map, whose items are tasks of their own. */
class DistributedMapTest {

  private static Rehearsal map(String fields) {
    return Rehearsal.of(
        """
        {'StartAt':'M','States':{
          'M':{'Type':'Map',%s'End':true,'ItemProcessor':{
            'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},
            'StartAt':'A','States':{'A':{'Type':'Task','Resource':'agent:a','End':true}}}},
          'Caught':{'Type':'Pass','Result':'caught','End':true}}}
        """
            .formatted(fields));
  }

  private static JsonNode items(int count) {
    var items = JsonNodeFactory.instance.arrayNode();
    IntStream.range(0, count).forEach(items::add);
    return items;
  }

  private static <E> List<E> events(Rehearsal rehearsal, Class<E> type) {
    return rehearsal.writes.stream()
        .flatMap(List::stream)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  void starts_a_task_for_each_item_as_many_at_a_time_as_it_may() {
    var rehearsal = map("'MaxConcurrency':2,").submit(json("['x','y','z']"));
    assertThat(rehearsal.open()).allMatch(Work::isForWorkflow);
    assertThat(rehearsal.open())
        .extracting(work -> work.input().json().asText())
        .containsExactly("x", "y");

    rehearsal.returns(2, json("'Y'"));
    assertThat(rehearsal.open()).extracting(Work::assignment).containsExactly(1, 3);

    rehearsal.returns(3, json("'Z'")).returns(1, json("'X'"));
    assertThat(rehearsal.output()).isEqualTo(json("['X','Y','Z']"));
  }

  @Test
  void hears_each_item_once() {
    var rehearsal = map("").submit(items(2)).returns(1, json("'X'")).returns(1, json("'twice'"));

    rehearsal.fails(1, 1, "E.Late").returns(2, json("'Y'"));

    assertThat(rehearsal.output()).isEqualTo(json("['X','Y']"));
  }

  @Test
  void writes_two_events_an_item_so_that_ten_thousand_fit() {
    var rehearsal = map("").submit(items(10_000));
    for (var item = 1; item <= 10_000; item++) {
      rehearsal.returns(item, json("1"));
    }
    rehearsal.tell(new TaskCommand.Continue(rehearsal.now, 1));

    assertThat(rehearsal.output()).hasSize(10_000);
    assertThat(rehearsal.task.sequence()).isEqualTo(2 * 10_000 + 5);
  }

  @Test
  void counts_none_of_the_tasks_steps_for_an_item() {
    var rehearsal = map("").submit(items(3), new TaskEvent.Limits(1, 3600));

    assertThat(rehearsal.open()).hasSize(3);
    assertThat(((Running) rehearsal.task).progress().steps()).isZero();
  }

  @Test
  void goes_on_without_the_items_that_may_fail() {
    var rehearsal = map("'ToleratedFailureCount':1,").submit(items(3));

    rehearsal.returns(1, json("1")).fails(2, 1, "E.Broken").returns(3, json("3"));

    assertThat(rehearsal.output()).isEqualTo(json("[1,3]"));
    assertThat(events(rehearsal, ChildEnded.class))
        .extracting(ChildEnded::error)
        .contains("E.Broken");
  }

  @Test
  void cancels_the_other_items_where_one_too_many_has_failed() {
    var rehearsal = map("'ToleratedFailureCount':1,").submit(items(4));

    rehearsal.fails(2, 1, "E.Broken").fails(3, 1, "E.Broken");

    assertThat(rehearsal.failed().error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    assertThat(events(rehearsal, AssignmentCancelled.class))
        .extracting(AssignmentCancelled::assignment)
        .containsExactly(1, 4);
    assertThat(((Ended) rehearsal.task).cancelling())
        .extracting(Work::assignment)
        .containsExactly(1, 4);
  }

  @Test
  void can_catch_an_items_error_and_still_has_its_tasks_ended() {
    var rehearsal =
        map("'Catch':[{'ErrorEquals':['E.Broken'],'Next':'Caught'}],")
            .submit(items(2))
            .fails(1, 1, "E.Broken");

    assertThat(rehearsal.output()).isEqualTo(json("'caught'"));
    assertThat(((Ended) rehearsal.task).cancelling())
        .extracting(Work::assignment)
        .containsExactly(2);
  }

  @Test
  void starts_new_tasks_when_it_is_tried_again() {
    var rehearsal =
        map("'Retry':[{'ErrorEquals':['States.ALL'],'IntervalSeconds':1,'MaxAttempts':1}],")
            .submit(items(1))
            .fails(1, 1, "E.Broken")
            .after(Duration.ofSeconds(1))
            .returns(2, json("'again'"));

    assertThat(rehearsal.output()).isEqualTo(json("['again']"));
  }

  @Test
  void gives_what_has_no_result_a_new_task_when_the_task_is_redriven() {
    var rehearsal =
        map("'MaxConcurrency':3,").submit(items(4)).returns(1, json("'X'")).fails(3, 1, "E.Broken");
    assertThat(rehearsal.failed().error()).isEqualTo("E.Broken");

    rehearsal.tell(new TaskCommand.Redrive(rehearsal.now, 1));

    assertThat(rehearsal.open()).extracting(Work::assignment).containsExactly(5, 6, 7);
    assertThat(rehearsal.open())
        .extracting(work -> work.input().json().asInt())
        .containsExactly(1, 2, 3);
    rehearsal.returns(6, json("'Z'")).returns(7, json("'A'")).returns(5, json("'Y'"));
    assertThat(rehearsal.output()).isEqualTo(json("['X','Y','Z','A']"));
  }

  @Test
  void leaves_its_tasks_to_be_cancelled_when_its_own_is() {
    var rehearsal = map("").submit(items(2));

    rehearsal.tell(new TaskCommand.Cancel("enough", rehearsal.now, 1));

    assertThat(((Ended) rehearsal.task).cancelling())
        .extracting(Work::assignment)
        .containsExactly(1, 2);
  }

  @Test
  void gives_an_item_a_batch_where_it_has_a_batcher() {
    var rehearsal =
        map("'ItemBatcher':{'MaxItemsPerBatch':2,'BatchInput':{'to':'all'}},").submit(items(3));

    assertThat(rehearsal.open())
        .extracting(work -> work.input().json())
        .containsExactly(
            json("{'BatchInput':{'to':'all'},'Items':[0,1]}"),
            json("{'BatchInput':{'to':'all'},'Items':[2]}"));
  }

  @Test
  void runs_for_each_item_what_its_processor_says_in_the_language_around_it() {
    var rehearsal =
        Rehearsal.of(
            """
            {'QueryLanguage':'JSONata','StartAt':'M','States':{'M':{'Type':'Map','End':true,
              'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED'},'Comment':'each',
                'StartAt':'A','States':{'A':{'Type':'Pass','Output':'{% $states.input + 1 %}',
                  'End':true}}}}}}
            """);
    rehearsal.submit(items(1));

    var ofItem = rehearsal.workflow().ofItems().getFirst();
    assertThat(ofItem.definition().path("QueryLanguage").asText()).isEqualTo("JSONata");
    assertThat(ofItem.definition().has("ProcessorConfig")).isFalse();
    assertThat(events(rehearsal, ChildStarted.class))
        .extracting(ChildStarted::workflowHash)
        .containsExactly(ofItem.hash());
    assertThat(Rehearsal.of(ofItem.definition().toString()).submit(json("1")).output())
        .isEqualTo(json("2"));
  }
}
