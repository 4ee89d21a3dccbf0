package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a task knows of text from outside, and whom it tells. */
class OutsideTextTest {
  private static final String MACHINE =
      """
      {'QueryLanguage':'JSONata','StartAt':'A','States':{
        'A':{'Type':'Task','Resource':'agent:a','Next':'B',
          'Catch':[{'ErrorEquals':['E.Caught'],'Next':'B'}]},
        'B':{'Type':'Task','Resource':'agent:b','Next':'C'},
        'C':{'Type':'Task','Resource':'workflow:w','End':true}}}
      """;

  private static Rehearsal begun() {
    return Rehearsal.withChildren(MACHINE).submit(json("{'goal':'g'}"));
  }

  private static Rehearsal begun(@Nullable Boolean untrusted) {
    var task = Rehearsal.withChildren(MACHINE);
    return task.tell(
        new TaskCommand.Submit(
            "w",
            task.workflow().hash(),
            json("{'goal':'g'}"),
            List.of(),
            Map.of(),
            Rehearsal.LIMITS,
            null,
            "body",
            "",
            null,
            null,
            untrusted,
            task.now,
            1));
  }

  private static Rehearsal returns(Rehearsal task, int assignment) {
    return task.tell(
        new TaskCommand.AcceptReturn(
            assignment, 1, json("{'a':1}"), 1, Usage.NONE, task.now, 1, null, null, true));
  }

  private static List<Boolean> assigned(Rehearsal task) {
    return task.writes.stream()
        .flatMap(List::stream)
        .filter(StepAssigned.class::isInstance)
        .map(event -> Boolean.TRUE.equals(((StepAssigned) event).untrusted()))
        .toList();
  }

  private static Work last(Rehearsal task) {
    return task.open().getLast();
  }

  @Test
  void behind_an_answer_that_may_hold_some_every_assignment_says_so() {
    var task = returns(begun(), 1).returns(2, json("{'b':1}"));

    assertThat(assigned(task)).containsExactly(false, true, true);
    assertThat(last(task).untrusted()).isTrue();
  }

  @Test
  void an_answer_without_brings_none() {
    var task = begun().returns(1, json("{'a':1}"));

    assertThat(assigned(task)).containsExactly(false, false);
    assertThat(Json.write(task.lastWrite().getLast())).doesNotContain("untrusted");
  }

  @Test
  void a_failure_may_hold_some() {
    var task = begun();
    task.tell(
        new TaskCommand.AcceptFailure(
            1, 1, "E.Caught", "pay", Usage.NONE, task.now, 1, null, true));

    assertThat(assigned(task)).containsExactly(false, true);
  }

  @Test
  void a_task_may_begin_with_some() {
    assertThat(assigned(begun(true))).containsExactly(true);
    assertThat(assigned(begun((Boolean) null))).containsExactly(false);
  }

  @Test
  void what_a_task_of_its_own_returns_may_hold_some() {
    var looping =
        Rehearsal.withChildren(
                """
                {'QueryLanguage':'JSONata','StartAt':'C','States':{
                  'C':{'Type':'Task','Resource':'workflow:w','Next':'A'},
                  'A':{'Type':'Task','Resource':'agent:a','End':true}}}
                """)
            .submit(json("{'goal':'g'}"));
    var child =
        Rehearsal.of("{'StartAt':'A','States':{'A':{'Type':'Pass','Result':1,'End':true}}}")
            .submit(json("{'goal':'g'}"));
    var view = TaskViews.of("child", child.task).orElseThrow();

    looping.tell(new TaskCommand.AcceptChild(1, 1, view, null, true, looping.now, 1));

    assertThat(assigned(looping)).containsExactly(false, true);
  }

  @Test
  void a_redrive_does_not_forget_it() {
    var task = returns(begun(), 1).fails(2, 1, "E.Other");
    assertThat(task.task).isInstanceOf(Ended.class);

    task.tell(new TaskCommand.Redrive(task.now, 1));

    assertThat(assigned(task)).containsExactly(false, true, true);
  }

  @Test
  void who_is_called_by_an_agent_that_has_read_some_is_told_before_that_one_has_ended() {
    var task = begun();
    var call = new Ask.OfRole(1, 1, "scout", TextNode.valueOf("Look."));

    task.tell(new TaskCommand.AcceptAsks(1, 1, List.of(call), task.now, 1, true));

    assertThat(((Running) task.task).work().filter(Work::untrusted))
        .extracting(Work::role)
        .containsExactly("scout");
  }
}
