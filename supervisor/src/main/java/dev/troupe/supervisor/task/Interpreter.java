package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.PlainWords;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.task.Position.Arriving;
import dev.troupe.supervisor.task.Position.Branching;
import dev.troupe.supervisor.task.Position.Elapsed;
import dev.troupe.supervisor.task.Position.Entered;
import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.Position.Left;
import dev.troupe.supervisor.task.Position.Pausing;
import dev.troupe.supervisor.task.Position.Returned;
import dev.troupe.supervisor.task.Position.Starting;
import dev.troupe.supervisor.task.Position.Waiting;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.task.TaskCommand.AcceptAsks;
import dev.troupe.supervisor.task.TaskCommand.AcceptChild;
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
  static final long EVENTS_PER_TASK = 24_980;

  static final String EVENT_LIMIT_EXCEEDED = "Troupe.EventLimitExceeded";
  static final String INTERPRETER_FAULT = "Troupe.InterpreterFault";

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

  List<TaskEvent> onForked(TaskEvent.Origin origin, Running copied) {
    emit(
        new TaskEvent.TaskForked(
            origin.task(),
            origin.sequence(),
            environment.workflow().hash(),
            origin.patch() == null ? null : patched(copied, origin.patch()),
            now()));
    return onward();
  }

  private static @Nullable Value patched(Running copied, JsonNode patch) {
    return copied.frame(Frame.TOP).position() instanceof Arriving(_, var data)
        ? new ContentWriter(copied.contents()).write(MergePatch.apply(data.json(), patch))
        : null;
  }

  /** What did not succeed in the run before has fallen due. */
  List<TaskEvent> onRedriven(TaskEvent.TaskRedriven redriven) {
    emit(redriven);
    new TimeRunner(this).runDue(LastHeard.NOTHING);
    return onward();
  }

  List<TaskEvent> onReturn(AcceptReturn returned) {
    return new AnswerRunner(this, null).returned(returned) ? onward() : List.of();
  }

  List<TaskEvent> onFailure(AcceptFailure failed) {
    return new AnswerRunner(this, null).failed(failed) ? onward() : List.of();
  }

  List<TaskEvent> onAsks(AcceptAsks asked) {
    new AnswerRunner(this, null).asked(asked);
    return onward();
  }

  List<TaskEvent> onChild(AcceptChild ended) {
    return new ChildRunner(this, ended).ended() ? onward() : List.of();
  }

  List<TaskEvent> onCallback(Work work, Callback callback) {
    new AnswerRunner(this, null).calledBack(work, callback);
    return onward();
  }

  List<TaskEvent> onTime(LastHeard heard) {
    new TimeRunner(this).pass(heard);
    return onward();
  }

  /**
   * @throws EvaluationFailure if the edits are larger than a value may be
   */
  List<TaskEvent> onDecision(Work work, Approval approval, ApprovalDecision decision) {
    var frame = running().frameOf(work.assignment()).orElseThrow();
    new ApprovalRunner(this, frame).decide(work, approval, decision);
    return onward();
  }

  List<TaskEvent> onCancel(String reason) {
    new ApprovalClosing(this).ofAll();
    emit(new TaskEvent.TaskCancelled(reason, now()));
    return events;
  }

  boolean hasRoom() {
    return events.size() < EVENTS_PER_WRITE && bytes < BYTES_PER_WRITE;
  }

  /** Runs whatever waits for nobody, as far as one write reaches. */
  List<TaskEvent> onward() {
    var steps = new SharedSteps(this);
    while (task instanceof Running running && hasRoom()) {
      var frame = running.runnable(runnable -> !steps.holdBack(runnable));
      if (frame.isEmpty()) {
        break;
      }
      if (isFull()) {
        endFull();
        break;
      }
      run(frame.get(), () -> advance(frame.get()));
    }
    return events;
  }

  boolean isFull() {
    return running().progress().sequence() >= EVENTS_PER_TASK;
  }

  void endFull() {
    endWith(EVENT_LIMIT_EXCEEDED, "The task has come to 25,000 events, the most it may have.");
  }

  void run(Frame frame, Runnable step) {
    try {
      step.run();
    } catch (EvaluationFailure failure) {
      onEvaluationFailure(frame, failure);
    } catch (RuntimeException | StackOverflowError unforeseen) {
      if (!(task instanceof Running)) {
        throw unforeseen;
      }
      // A supervisor that throws here would throw again after every restart.
      endWith(
          INTERPRETER_FAULT,
          located(
              frame,
              "The interpreter has a fault of its own: %s".formatted(PlainWords.of(unforeseen))));
    }
  }

  private void onEvaluationFailure(Frame frame, EvaluationFailure failure) {
    var cause = located(frame, failure.cause());
    var current = running().frame(frame.number());
    if (current.position() instanceof Branching) {
      new BranchRunner(this, current).abort();
    }
    if (failure.error().equals(ErrorNames.QUERY_EVALUATION_ERROR)) {
      emit(
          new TaskEvent.EvaluationFailed(
              frame.number(), frame.visit().state(), failure.error(), cause, now()));
    }
    if (frame.position().visited() == null) {
      endWith(failure.error(), cause);
    } else {
      new FailureRunner(this, running().frame(frame.number())).fail(failure.error(), cause, false);
    }
  }

  /** A cause that says in which visit of which state it arose, as the service says it. */
  String located(Frame frame, String cause) {
    var visit = frame.position().visited();
    return visit == null
        ? cause
        : "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
            .formatted(visit.state(), visit.enteredSequence(), cause);
  }

  private void advance(Frame frame) {
    switch (frame.position()) {
      case Starting(var input) -> enter(frame, machine(frame).startAt(), input.json());
      case Arriving(var state, var input) -> enter(frame, state, input.json());
      case Entered(var visit) -> new StateRunner(this, frame, visit).run();
      case Returned(var visit, _, var result) ->
          new StateRunner(this, frame, visit).complete(result.json());
      case Failed(_, _, var error, var cause) ->
          new FailureRunner(this, frame).fail(error, cause, true);
      case Branching branching -> new BranchRunner(this, frame).run(branching);
      case Elapsed(var visit) -> new StateRunner(this, frame, visit).elapse();
      case Left(var output, var outcome) -> leave(frame, output.json(), outcome);
      case Working _, Pausing _, Waiting _ ->
          throw new IllegalStateException("What waits cannot be run: %s".formatted(frame));
    }
  }

  private void enter(Frame frame, String state, JsonNode input) {
    emit(new TaskEvent.StateEntered(frame.number(), state, write(frame, input), now()));
  }

  private void leave(Frame frame, JsonNode output, @Nullable Outcome outcome) {
    if (frame.isTop()) {
      var answered = outcome == null ? Outcome.ANSWERED : outcome;
      emit(new TaskEvent.TaskCompleted(answered, write(frame, output), now()));
    } else {
      emit(new TaskEvent.BranchCompleted(frame.number(), write(frame, output), now()));
    }
  }

  // What the runners build on

  void emit(TaskEvent event) {
    var before = task;
    events.add(event);
    task = task.evolve(event);
    for (var alert : BudgetAlerts.between(before, task, now())) {
      emit(alert);
    }
  }

  /** Completes the whole task, whatever else is open. */
  void completeWith(Outcome outcome, Value output) {
    new ApprovalClosing(this).ofAll();
    emit(new TaskEvent.TaskCompleted(outcome, output, now()));
  }

  /** Ends the whole task, whatever else is open. */
  void endWith(String error, String cause) {
    new ApprovalClosing(this).ofAll();
    emit(new TaskEvent.TaskFailed(error, cause, now()));
  }

  /** What a frame has come to, made from what it can see. */
  Value write(Frame frame, JsonNode json) {
    var value = new ContentWriter(running().contents(frame.number())).write(json);
    bytes +=
        switch (value) {
          case Value.Inline(var inline) -> JsonSize.of(inline);
          case Value.Reference _ -> 0;
          case Value.Composed(var around, _) -> JsonSize.of(around);
        };
    return value;
  }

  /** What happened to one frame may have ended others, or the task. */
  @SuppressWarnings("ReferenceEquality") // A frame that anything happened to is another one.
  boolean isOpen(Frame frame) {
    return task instanceof Running running && running.frames().get(frame.number()) == frame;
  }

  /** What was done last may have ended the task. */
  boolean isUnderWay() {
    return task instanceof Running;
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
      case State.ParallelState parallel -> parallel.branches().get(frame.index());
      case State other ->
          throw new IllegalStateException("No branches in a state like %s".formatted(other));
    };
  }
}
