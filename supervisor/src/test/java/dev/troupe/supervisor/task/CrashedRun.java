package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Decision.Accepted;
import dev.troupe.persistence.Decision.Rejected;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.task.GeneratedRun.Turn;
import dev.troupe.supervisor.task.TaskCommand.AcceptCallback;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.task.TaskCommand.FireTimers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The same commands as another run had, with a crash behind every write: each decision is made by a
 * task that was folded from stored JSON. In between comes what a crash makes others say twice, or
 * too late, and some decisions are lost before they are stored.
 */
final class CrashedRun {
  /** To read a longer journal from its start at every write would cost its length squared. */
  private static final int FOLDED_WHOLE_AT_MOST = 100;

  private final Environment environment;
  private final SplittableRandom chance;
  private final StoredJournal journal = new StoredJournal();
  private final List<TaskCommand> given = new ArrayList<>();

  CrashedRun(Environment environment, SplittableRandom chance) {
    this.environment = environment;
    this.chance = chance;
  }

  /** Returns the journal, which is the same as the other run's. */
  StoredJournal again(List<Turn> turns) {
    var recovered = journal.recovered();
    for (var turn : turns) {
      if (oneIn(4)) {
        // Never stored: it may not leave a trace.
        recovered.decide(turn.command(), environment);
        recovered = journal.recovered();
      }
      var written = sameAs(turn, recovered);
      journal.append(written);
      given.add(turn.command());
      recovered = crashed(recovered, written);
      check(turn, recovered);
    }
    return journal;
  }

  private Task crashed(Task before, List<String> written) {
    var isShort = journal.lines().size() <= FOLDED_WHOLE_AT_MOST;
    return isShort || oneIn(8) ? journal.recovered() : StoredJournal.folded(before, written);
  }

  private List<String> sameAs(Turn turn, Task recovered) {
    var written = written(recovered, turn.command());
    assertThat(written)
        .as("what a recovered task makes of %s", turn.command())
        .isEqualTo(turn.written());
    return written;
  }

  private void check(Turn turn, Task recovered) {
    if (!recovered.equals(turn.behind())) {
      assertThat(recovered).as("behind %s", turn.command()).isEqualTo(turn.behind());
    }
    if (oneIn(2)) {
      var repeated = repeated(recovered, turn.command());
      assertThat(written(recovered, repeated)).as("%s changes nothing", repeated).isEmpty();
    }
  }

  private List<String> written(Task task, TaskCommand command) {
    return switch (task.decide(command, environment)) {
      case Accepted(var events) -> StoredJournal.lines(events);
      case Rejected(TaskRejection.TokenNotOpen _), Rejected(TaskRejection.NotRedrivable _) ->
          List.of();
      case Rejected(var reason) -> throw new AssertionError(reason);
    };
  }

  /** Something that was said before, or comes too late, or concerns nobody. */
  private TaskCommand repeated(Task task, TaskCommand last) {
    var earlier = given.get(chance.nextInt(given.size()));
    return switch (earlier) {
      case TaskCommand.Submit submit -> submit;
      case AcceptReturn answer ->
          oneIn(2) ? failure(answer.assignment(), answer.attempt(), last) : other(answer, last);
      case AcceptFailure answer -> other(answer, last);
      case AcceptCallback called ->
          new AcceptCallback(called.token(), new Callback.Failure("E.Late", ""), last.now(), 7);
      case TaskCommand.Copy copy -> copy;
      case TaskCommand.GoLive live -> live;
      case TaskCommand.Redrive _ when task instanceof Running ->
          new TaskCommand.Redrive(last.now(), 7);
      case FireTimers _,
          TaskCommand.Continue _,
          TaskCommand.Cancel _,
          TaskCommand.AcceptChild _,
          TaskCommand.AcceptAsks _,
          TaskCommand.GiveMessage _,
          TaskCommand.Redrive _,
          TaskCommand.Decide _ ->
          early(task, last);
    };
  }

  private static TaskCommand other(AcceptReturn answer, TaskCommand last) {
    return returned(answer.assignment(), answer.attempt(), last);
  }

  private static TaskCommand other(AcceptFailure answer, TaskCommand last) {
    return returned(answer.assignment(), answer.attempt(), last);
  }

  private static TaskCommand returned(int assignment, int attempt, TaskCommand last) {
    var output = JsonNodeFactory.instance.objectNode().put("text", "too late");
    return new AcceptReturn(assignment, attempt, output, 9, Usage.NONE, last.now(), 7);
  }

  private static TaskCommand failure(int assignment, int attempt, TaskCommand last) {
    return new AcceptFailure(assignment, attempt, "E.Late", "", Usage.NONE, last.now(), 7);
  }

  /** An answer to an attempt that has not begun; where nothing is runnable, a false alarm. */
  private TaskCommand early(Task task, TaskCommand last) {
    if (task instanceof Running running && running.runnable().isEmpty()) {
      var due = running.nextDueAt(LastHeard.NOTHING);
      if (due.isAfter(last.now())) {
        return new FireTimers(LastHeard.NOTHING, last.now(), 7);
      }
      var open = running.openWork().findFirst();
      if (open.isPresent()) {
        return returned(open.get().assignment(), open.get().attempt() + 1, last);
      }
    }
    return returned(100_000, 1, last);
  }

  private boolean oneIn(int many) {
    return chance.nextInt(many) == 0;
  }
}
