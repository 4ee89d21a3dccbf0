package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.task.Position.Arriving;
import dev.troupe.supervisor.task.Position.Entered;
import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.Position.Left;
import dev.troupe.supervisor.task.Position.Mapping;
import dev.troupe.supervisor.task.Position.Returned;
import dev.troupe.supervisor.task.Position.Starting;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Moment;
import dev.troupe.supervisor.workflow.State;
import dev.troupe.supervisor.workflow.StateMachine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision under way: takes a task from something that happened to where every frame waits for
 * somebody, noting each event and folding it at once. Used for one decision, then thrown away.
 */
final class Interpreter {
  /** With room for what one more step can add: a write holds 500 events and 1 MiB at most. */
  private static final int EVENTS_PER_WRITE = 480;

  private static final int BYTES_PER_WRITE = 256 * 1024;

  /** With room for the events of an end: a task's journal holds 25,000 at most. */
  private static final long EVENTS_PER_TASK = 24_980;

  static final String EVENT_LIMIT_EXCEEDED = "Troupe.EventLimitExceeded";

  private final Environment environment;
  private final Moment moment;
  private final List<TaskEvent> events = new ArrayList<>();
  private Task task;
  private int bytes;

  Interpreter(Task task, Environment environment, Moment moment) {
    this.task = task;
    this.environment = environment;
    this.moment = moment;
  }

  // What can happen

  List<TaskEvent> onSubmitted(TaskEvent.TaskSubmitted submitted) {
    emit(submitted);
    return onward();
  }

  List<TaskEvent> onReturn(AcceptReturn returned) {
    if (!isAwaited(returned.assignment(), returned.attempt())) {
      return List.of();
    }
    try {
      emit(
          new TaskEvent.StepReturned(
              returned.assignment(),
              returned.attempt(),
              write(returned.output()),
              returned.transcriptSequence(),
              returned.usage(),
              now()));
    } catch (EvaluationFailure tooLarge) {
      emit(
          new TaskEvent.StepFailed(
              returned.assignment(),
              returned.attempt(),
              tooLarge.error(),
              tooLarge.cause(),
              returned.usage(),
              now()));
    }
    return onward();
  }

  List<TaskEvent> onFailure(AcceptFailure failed) {
    if (!isAwaited(failed.assignment(), failed.attempt())) {
      return List.of();
    }
    emit(
        new TaskEvent.StepFailed(
            failed.assignment(),
            failed.attempt(),
            failed.error(),
            failed.cause(),
            failed.usage(),
            now()));
    return onward();
  }

  private boolean isAwaited(int assignment, int attempt) {
    return running()
        .openWork()
        .anyMatch(work -> work.assignment() == assignment && work.attempt() == attempt);
  }

  List<TaskEvent> onTime() {
    var deadline = running().terms().deadline();
    if (!now().isBefore(deadline)) {
      endWith(ErrorNames.TIMEOUT, "The task was not done by its deadline, %s.".formatted(deadline));
      return events;
    }
    for (var frame : List.copyOf(running().frames().values())) {
      if (frame.position() instanceof Working(_, var work)) {
        new StepRunner(this, frame).onTime(work);
      }
    }
    return onward();
  }

  /** Runs whatever waits for nobody, as far as one write reaches. */
  List<TaskEvent> onward() {
    while (task instanceof Running running
        && events.size() < EVENTS_PER_WRITE
        && bytes < BYTES_PER_WRITE) {
      var frame = running.runnable();
      if (frame.isEmpty()) {
        break;
      }
      if (running.progress().sequence() >= EVENTS_PER_TASK) {
        endWith(EVENT_LIMIT_EXCEEDED, "The task has come to 25,000 events, the most it may have.");
        break;
      }
      run(frame.get());
    }
    return events;
  }

  private void run(Frame frame) {
    try {
      switch (frame.position()) {
        case Starting(var input) -> enter(frame, machine(frame).startAt(), input.json());
        case Arriving(var state, var input) -> enter(frame, state, input.json());
        case Entered(var visit) -> new StateRunner(this, frame, visit).run();
        case Returned(var visit, _, var result) ->
            new StateRunner(this, frame, visit).complete(result.json());
        case Failed(_, var work, var error, var cause) ->
            new StepRunner(this, frame).onFailed(work, error, cause);
        case Mapping mapping -> new MapRunner(this, frame, mapping).run();
        case Left(var output, var outcome) -> leave(frame, output.json(), outcome);
        case Working _ -> throw new IllegalStateException("An open step cannot be run");
      }
    } catch (EvaluationFailure failure) {
      new FailureRunner(this, frame).fail(failure.error(), failure.cause(), false);
    }
  }

  private void enter(Frame frame, String state, JsonNode input) {
    emit(new TaskEvent.StateEntered(frame.number(), state, write(input), now()));
  }

  private void leave(Frame frame, JsonNode output, @Nullable Outcome outcome) {
    if (frame.isTop()) {
      var answered = outcome == null ? Outcome.ANSWERED : outcome;
      emit(new TaskEvent.TaskCompleted(answered, write(output), now()));
    } else {
      emit(new TaskEvent.BranchCompleted(frame.number(), write(output), now()));
    }
  }

  // What the runners of single states build on

  void emit(TaskEvent event) {
    events.add(event);
    task = task.evolve(event);
  }

  /** Ends the whole task, whatever else is open. */
  void endWith(String error, String cause) {
    emit(new TaskEvent.TaskFailed(error, cause, now()));
  }

  Value write(JsonNode json) {
    var value = new ContentWriter(running().contents()).write(json);
    bytes +=
        switch (value) {
          case Value.Inline(var inline) -> JsonSize.of(inline);
          case Value.Reference _ -> 0;
          case Value.Composed(var around, _) -> JsonSize.of(around);
        };
    return value;
  }

  Running running() {
    if (task instanceof Running running) {
      return running;
    }
    throw new IllegalStateException("The task is not running");
  }

  Environment environment() {
    return environment;
  }

  Moment moment() {
    return moment;
  }

  Instant now() {
    return moment.now();
  }

  /** The machine that a frame runs. */
  StateMachine machine(Frame frame) {
    if (frame.isTop()) {
      return environment.workflow().machine();
    }
    var parent = running().frame(frame.parent());
    return switch (machine(parent).state(parent.visit().state())) {
      case State.MapState map -> map.processor();
      case State other ->
          throw new IllegalStateException("No branches in a state like %s".formatted(other));
    };
  }
}
