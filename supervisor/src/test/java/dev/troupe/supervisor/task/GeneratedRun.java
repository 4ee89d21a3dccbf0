package dev.troupe.supervisor.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Decision.Accepted;
import dev.troupe.persistence.Decision.Rejected;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.task.TaskCommand.AcceptCallback;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.task.TaskCommand.Cancel;
import dev.troupe.supervisor.task.TaskCommand.Continue;
import dev.troupe.supervisor.task.TaskCommand.FireTimers;
import dev.troupe.supervisor.task.TaskCommand.Submit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A generated machine run without a crash, all of it in memory: chance says who answers next, and
 * what, and when time goes on.
 */
final class GeneratedRun {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final int TURNS_AT_MOST = 4000;

  /** From here on everybody answers, and well. */
  private static final int PATIENT_TURNS = 300;

  private static final int RUNS_AT_MOST = 3;

  /** One in so many of those that failed is redriven. */
  private static final int REDRIVEN_IN = 3;

  /** Each turn of a crashed run may read all that there is: its length squared counts. */
  static final int REDRIVEN_TURNS_AT_MOST = 300;

  /** What was told, what it led to, and the task behind it. */
  record Turn(TaskCommand command, List<String> written, Task behind) {}

  final List<Turn> turns = new ArrayList<>();
  private final Environment environment;
  private final SplittableRandom chance;
  private final boolean isWide;
  private Task task = new Task.Absent();
  private Instant now = START;
  private int begun;
  private int runs = 1;

  GeneratedRun(Environment environment, SplittableRandom chance, boolean isWide) {
    this.environment = environment;
    this.chance = chance;
    this.isWide = isWide;
  }

  GeneratedRun toTheEnd() {
    tell(submission(content(isWide ? 150 : chance.nextInt(5)), null));
    return goneOn();
  }

  /** Begins with the history of another run, as far as a place that a fork may begin at. */
  GeneratedRun forkedFrom(GeneratedRun source, List<TaskEvent> history, ForkPlaces places) {
    now = source.now;
    var first = (Submit) source.turns.getFirst().command();
    var origin =
        new TaskEvent.Origin("t", places.sequence(), first.workflowHash(), List.of(), null);
    tell(submission(first.input(), origin));
    while (task instanceof Copying copying && !copying.isComplete()) {
      var after = (int) task.sequence();
      var until = Math.min(history.size(), after + chance.nextInt(1, 80));
      tell(new TaskCommand.Copy(after, history.subList(after, until), now, seed()));
    }
    tell(new TaskCommand.GoLive(now, seed()));
    return goneOn();
  }

  private GeneratedRun goneOn() {
    begun = turns.size();
    while (task instanceof Running running) {
      if (turns.size() - begun > TURNS_AT_MOST) {
        throw new AssertionError("No end after %d commands".formatted(TURNS_AT_MOST));
      }
      tell(next(running));
    }
    if (isToBeRedriven()) {
      runs++;
      now = now.plusMillis(chance.nextInt(90_000));
      tell(new TaskCommand.Redrive(now, seed()));
      return goneOn();
    }
    return this;
  }

  private boolean isToBeRedriven() {
    return task instanceof Ended ended
        && !(ended.end() instanceof Ended.End.Completed)
        // One without room for more is refused.
        && ended.sequence() < Interpreter.EVENTS_PER_TASK
        && runs < RUNS_AT_MOST
        && turns.size() < REDRIVEN_TURNS_AT_MOST
        && oneIn(REDRIVEN_IN);
  }

  private void tell(TaskCommand command) {
    switch (task.decide(command, environment)) {
      case Accepted(var events) -> {
        for (var event : events) {
          task = task.evolve(event);
        }
        turns.add(new Turn(command, StoredJournal.lines(events), task));
        if (task instanceof Running running) {
          running.frames().values().forEach(frame -> awaitsWhatIsThere(running, frame));
        }
      }
      case Rejected(var reason) -> throw new AssertionError(reason);
    }
  }

  /** Whoever counts on a branch that is gone would wait for ever. */
  private static void awaitsWhatIsThere(Running running, Frame frame) {
    var branches = running.branches(frame.number()).size();
    var awaited = frame.position() instanceof Position.Branching branching ? branching.open() : 0;
    if (branches != awaited) {
      throw new AssertionError(
          "Frame %d awaits %d branches, and has %d".formatted(frame.number(), awaited, branches));
    }
  }

  private Submit submission(JsonNode input, TaskEvent.@Nullable Origin origin) {
    var seconds = oneIn(10) ? chance.nextInt(5, 60) : 100_000;
    var limits = new TaskEvent.Limits(oneIn(20) ? 3 : 200, seconds);
    var workflow = environment.workflow();
    return new Submit(
        "w",
        workflow.hash(),
        input,
        List.of(),
        Map.of(),
        limits,
        null,
        "body",
        "",
        null,
        origin,
        null,
        now,
        seed());
  }

  private TaskCommand next(Running running) {
    var open = running.work().toList();
    if (running.runnable().isPresent() && (open.isEmpty() || !oneIn(4))) {
      return new Continue(now, seed());
    }
    now = now.plusMillis(chance.nextInt(900));
    if (oneIn(400)) {
      return new Cancel("not wanted", now, seed());
    }
    var due = running.nextDueAt(LastHeard.NOTHING);
    var isDeadline = due.equals(running.terms().deadline());
    var elapses = open.isEmpty() || (isImpatient() && oneIn(isDeadline ? 200 : 7));
    return elapses ? elapse(due) : answer(open.get(chance.nextInt(open.size())));
  }

  private boolean isImpatient() {
    return turns.size() - begun < PATIENT_TURNS;
  }

  /** Late now and then, so that several things fall due at once. */
  private FireTimers elapse(Instant due) {
    var found = oneIn(3) ? due.plus(Duration.ofSeconds(chance.nextInt(5))) : due;
    now = found.isAfter(now) ? found : now;
    var heard = oneIn(5) ? now : null;
    return new FireTimers(heard == null ? LastHeard.NOTHING : _ -> heard, now, seed());
  }

  private TaskCommand answer(Work work) {
    var mood = isImpatient() ? chance.nextInt(100) : 0;
    if (mood < 86) {
      return returned(work, content(chance.nextInt(4)));
    }
    if (mood < 88) {
      return returned(work, JsonNodeFactory.instance.textNode("not of the shape"));
    }
    return failed(
        work, oneIn(6) ? "States.Timeout" : MachineGenerator.ERRORS.get(chance.nextInt(2)));
  }

  private TaskCommand returned(Work work, JsonNode output) {
    return isForToken(work)
        ? new AcceptCallback(token(work), new Callback.Success(output), now, seed())
        : new AcceptReturn(
            work.assignment(), work.attempt(), output, 1, new Usage(1, 2, 3), now, seed());
  }

  private TaskCommand failed(Work work, String error) {
    var cause = "as generated";
    return isForToken(work)
        ? new AcceptCallback(token(work), new Callback.Failure(error, cause), now, seed())
        : new AcceptFailure(
            work.assignment(), work.attempt(), error, cause, Usage.NONE, now, seed());
  }

  /** The token may be used before whoever was given the work says that it has begun. */
  private boolean isForToken(Work work) {
    return work.token() != null && (work.submitted() || oneIn(3));
  }

  private static String token(Work work) {
    return requireNonNull(work.token());
  }

  /** In the shape that every generated state is given; large enough to be referred to or not. */
  private JsonNode content(int itemCount) {
    var content = JsonNodeFactory.instance.objectNode().put("n", chance.nextInt(10));
    var items = content.putArray("items");
    for (var count = 0; count < itemCount; count++) {
      if (oneIn(3)) {
        items.addObject().put("item", count).put("said", text());
      } else {
        items.add(count);
      }
    }
    return content.put("text", text());
  }

  private String text() {
    var length = oneIn(4) ? chance.nextInt(100, 400) : chance.nextInt(12);
    return "x".repeat(oneIn(2000) ? 70_000 : length) + chance.nextInt(1000);
  }

  private boolean oneIn(int many) {
    return chance.nextInt(many) == 0;
  }

  private long seed() {
    return chance.nextLong();
  }
}
