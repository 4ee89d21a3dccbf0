package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalClosed;
import dev.troupe.supervisor.task.ApprovalEvent.ApprovalRequested;
import dev.troupe.supervisor.task.CallEvent.AgentCallEnded;
import dev.troupe.supervisor.task.CallEvent.AgentCalled;
import dev.troupe.supervisor.task.TaskEvent.TaskCancelled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent asks of others in the midst of its work. */
class AskTest {
  private static final Ask CALL = new Ask.OfRole(1, 1, "scout", TextNode.valueOf("Look."));
  private static final Ask QUESTION = new Ask.OfPerson(1, 2, "Which?", null, 600);

  private static Rehearsal working() {
    return Rehearsal.of(
            """
            {'QueryLanguage':'JSONata','StartAt':'Work','States':{'Work':{'Type':'Task',
              'Resource':'agent:worker','TimeoutSeconds':60,'End':true}}}
            """)
        .submit(json("{'goal':'g'}"));
  }

  private static Rehearsal asks(Rehearsal task, int assignment, Ask... asks) {
    return task.tell(new TaskCommand.AcceptAsks(assignment, 1, List.of(asks), task.now, 1));
  }

  private static <E> List<E> all(Rehearsal task, Class<E> type) {
    return task.writes.stream()
        .flatMap(List::stream)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static Running running(Rehearsal task) {
    return (Running) task.task;
  }

  @Test
  void what_is_said_again_is_neither_asked_nor_called_again() {
    var task = asks(working(), 1, CALL, QUESTION);

    asks(task, 1, CALL, QUESTION);
    task.tell(
        new TaskCommand.Decide(
            "t.1.1.2",
            new ApprovalDecision(Choice.APPROVE, "local", null, null, null),
            task.now,
            1));
    asks(task, 1, CALL);

    assertThat(all(task, AgentCalled.class)).hasSize(1);
    assertThat(all(task, ApprovalRequested.class)).hasSize(1);
  }

  @Test
  void who_waits_for_others_is_told_nothing_until_all_have_answered() {
    var task = asks(working(), 1, CALL, QUESTION);
    assertThat(running(task).openWork().filter(Work::isToBeTold))
        .extracting(Work::assignment)
        .containsExactly(2);

    task.returns(2, json("'Seen.'"));
    assertThat(TaskViews.status(task.task)).isEqualTo(TaskStatus.WAITING);
    assertThat(running(task).openWork().filter(Work::isToBeTold)).isEmpty();

    task.after(Duration.ofMinutes(10));
    var work = running(task).openWork().findFirst().orElseThrow();
    assertThat(work.isToBeTold()).isTrue();
    assertThat(Answers.last(running(task), work)).hasSize(2);
    assertThat(work.deadline()).isEqualTo(Rehearsal.START.plusSeconds(660));
  }

  @Test
  void the_usage_of_a_called_agent_counts_for_its_role_in_the_same_state() {
    var task = asks(working(), 1, CALL);

    task.tell(
        new TaskCommand.AcceptReturn(2, 1, json("'Seen.'"), 4, new Usage(1, 2, 3), task.now, 1));

    assertThat(all(task, AgentCallEnded.class)).hasSize(1);
    assertThat(running(task).progress().spent().byPlace())
        .containsEntry(new Spent.Place("Work", "scout"), new Usage(1, 2, 3));
  }

  @Test
  void a_role_that_has_gone_is_an_answer() {
    var task = asks(working(), 1, new Ask.OfRole(1, 1, "gone", TextNode.valueOf("Look.")));

    var work = running(task).openWork().findFirst().orElseThrow();
    assertThat(work.isToBeTold()).isTrue();
    assertThat(Answers.last(running(task), work))
        .singleElement()
        .satisfies(answer -> assertThat(answer.error()).contains("there is no role gone"));
  }

  @Test
  void a_step_that_runs_out_of_time_stops_whom_it_has_called() {
    var task = asks(working(), 1, CALL).after(Duration.ofMinutes(1)).after(Duration.ofSeconds(1));

    assertThat(task.failed().error()).isEqualTo("States.Timeout");
    assertThat(((Ended) task.task).cancelling()).extracting(Work::assignment).contains(2);
  }

  @Test
  void a_cancel_closes_the_question_of_a_called_agent_and_stops_both() {
    var task = asks(working(), 1, CALL);
    asks(task, 2, new Ask.OfPerson(1, 1, "Which?", null, 600));

    task.tell(new TaskCommand.Cancel("enough", task.now, 1));

    assertThat(task.lastWrite())
        .hasExactlyElementsOfTypes(ApprovalClosed.class, TaskCancelled.class);
    assertThat(((Ended) task.task).cancelling())
        .extracting(Work::assignment)
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void a_question_that_people_cannot_be_asked_fails_the_step_and_not_the_supervisor() {
    var task = asks(working(), 1, new Ask.OfPerson(1, 1, "x".repeat(4001), null, 600));

    assertThat(task.failed().cause()).contains("question");
  }

  @Test
  void a_question_that_is_asked_again_in_a_new_run_can_be_closed_again() {
    var task = asks(working(), 1, QUESTION);
    task.tell(new TaskCommand.Cancel("enough", task.now, 1));
    task.tell(new TaskCommand.Redrive(task.now, 1));
    var again = task.open().getFirst();
    task.tell(
        new TaskCommand.AcceptAsks(
            again.assignment(), again.attempt(), List.of(QUESTION), task.now, 1));

    task.after(Duration.ofSeconds(601));

    assertThat(all(task, ApprovalRequested.class)).hasSize(2);
    assertThat(all(task, ApprovalClosed.class)).hasSize(2);
    assertThat(task.open()).noneMatch(work -> work.approval() != null && work.approval().isOpen());
  }

  @Test
  void a_called_agents_question_stops_the_time_of_whoever_called_it() {
    var task = asks(working(), 1, CALL);
    asks(task, 2, new Ask.OfPerson(1, 1, "Which?", null, 600));

    task.after(Duration.ofSeconds(599));
    assertThat(all(task, ApprovalClosed.class)).isEmpty();
    task.after(Duration.ofSeconds(1));

    assertThat(all(task, ApprovalClosed.class)).hasSize(1);
    assertThat(running(task).openWork())
        .extracting(Work::deadline)
        .containsOnly(Rehearsal.START.plusSeconds(660));
  }

  private static Rehearsal redriven(Rehearsal task) {
    task.tell(new TaskCommand.Cancel("enough", task.now, 1));
    return task.tell(new TaskCommand.Redrive(task.now, 1));
  }

  private static Work called(Rehearsal task) {
    return task.open().stream().filter(work -> work.assignment() == 2).findFirst().orElseThrow();
  }

  private static Rehearsal asksAgain(Rehearsal task, int attempt) {
    return task.tell(new TaskCommand.AcceptAsks(1, attempt, List.of(CALL, QUESTION), task.now, 1));
  }

  @Test
  void what_a_called_agent_answered_behind_the_end_of_its_caller_is_asked_for_and_booked_once() {
    var task = redriven(asks(working(), 1, CALL, QUESTION));
    task.returns(2, 1, json("'Seen.'"));
    asksAgain(task, 2);

    assertThat(called(task).attempt()).isEqualTo(2);
    assertThat(called(task).unheardFrom()).as("the agent has it by now").isEqualTo(1);
    task.returns(2, 2, json("'Seen.'"));
    assertThat(running(task).progress().spent().total().modelCalls()).isEqualTo(1);

    redriven(task);
    asksAgain(task, 3);
    assertThat(all(task, AgentCalled.class)).hasSize(2);
  }

  @Test
  void how_a_called_agent_failed_counts_once_and_its_time_that_was_over_does_not() {
    var failed = asks(working(), 1, CALL, QUESTION).fails(2, 1, "Model.Refused");
    asksAgain(redriven(failed), 2);
    assertThat(called(failed).unheardFrom()).isEqualTo(2);

    var overdue = asks(working(), 1, CALL, QUESTION).after(Duration.ofSeconds(60));
    assertThat(all(overdue, AgentCallEnded.class)).hasSize(1);
    asksAgain(redriven(overdue), 2);
    assertThat(called(overdue).unheardFrom()).isEqualTo(1);
  }

  /** As it was written when who called an agent was told in words that its budget was spent. */
  @Test
  void time_that_runs_out_for_an_old_lack_of_budget_ends_the_task_and_not_the_supervisor() {
    var task = working();
    task.task = StoredJournal.folded(new Task.Absent(), oldJournal());
    task.now = Rehearsal.START;

    task.after(Duration.ofSeconds(61));

    assertThat(task.failed().error()).isEqualTo("Budget.Exhausted");
  }

  private static List<String> oldJournal() {
    try (var file = AskTest.class.getResourceAsStream("/golden/journals/budget-told.jsonl")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
