package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A Map that fails by itself while some of its items are at work. */
class FailedMapTest {
  /**
   * The third item cannot be selected. One of the first two is done, so that the third comes to its
   * turn while the other works.
   */
  private static Rehearsal failing(String handlers) {
    return Rehearsal.of(
            """
            {'QueryLanguage':'JSONata','StartAt':'M','States':{
              'M':{'Type':'Map','Items':['a','b',3],'MaxConcurrency':2,'End':true,%s,
                'ItemSelector':{'upper':'{%% $uppercase($states.context.Map.Item.Value) %%}'},
                'ItemProcessor':{'StartAt':'A','States':{
                  'A':{'Type':'Task','Resource':'agent:a','End':true}}}},
              'Caught':{'Type':'Pass','Output':'caught','End':true}}}
            """
                .formatted(handlers))
        .submit(json("{}"))
        .returns(1, json("{}"));
  }

  @Test
  void ends_its_items_before_the_error_is_caught() {
    var rehearsal = failing("'Catch':[{'ErrorEquals':['States.ALL'],'Next':'Caught'}]");

    assertThat(rehearsal.output()).isEqualTo(json("'caught'"));
    assertThat(rehearsal.lastWrite())
        .contains(new TaskEvent.AssignmentCancelled(2, Rehearsal.START))
        .contains(new TaskEvent.BranchAborted(2, Rehearsal.START));
  }

  @Test
  void ends_its_items_before_it_is_tried_again() {
    var rehearsal = failing("'Retry':[{'ErrorEquals':['States.ALL'],'MaxAttempts':1}]");
    assertThat(rehearsal.open()).isEmpty();

    rehearsal.after(Duration.ofSeconds(1)).returns(3, json("{}"));

    assertThat(rehearsal.failed().error()).isEqualTo("States.QueryEvaluationError");
  }
}
