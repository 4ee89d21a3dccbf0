package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalStatus;
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
import java.util.Optional;
import java.util.Set;
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

  private static final int CAUSE_CHARACTERS = 32_768;

  private static final Set<String> OUT_OF_TIME = Set.of("Model.Timeout", "Tool.Timeout");
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
    runDue(LastHeard.NOTHING);
    return onward();
  }

  List<TaskEvent> onReturn(AcceptReturn returned) {
    var work = awaited(returned.assignment(), returned.attempt());
    if (work.isEmpty()) {
      return List.of();
    }
    var engine = other(returned.engine(), work.get());
    if (isCall(work.get())) {
      new CallRunner(this, frameOf(work.get())).returned(returned, engine);
      return onward();
    }
    try {
      var output = write(frameOf(work.get()), returned.output());
      if (isItem(work.get())) {
        emit(
            new TaskEvent.ChildEnded(
                returned.assignment(), output, null, null, returned.usage(), engine, now()));
        return onward();
      }
      emit(
          isEndedFromOutside(work.get())
              ? new TaskEvent.StepSubmitted(
                  returned.assignment(),
                  returned.attempt(),
                  output,
                  returned.transcriptSequence(),
                  returned.usage(),
                  now())
              : new TaskEvent.StepReturned(
                  returned.assignment(),
                  returned.attempt(),
                  output,
                  returned.transcriptSequence(),
                  returned.usage(),
                  engine,
                  now()));
    } catch (EvaluationFailure tooLarge) {
      fail(work.get(), tooLarge.error(), tooLarge.cause(), returned.usage(), engine);
    }
    return onward();
  }

  private boolean isEndedFromOutside(Work work) {
    return running()
        .frameOf(work.assignment())
        .map(frame -> machine(frame).state(frame.visit().state()))
        .filter(state -> state instanceof State.TaskState task && task.waitsForToken())
        .isPresent();
  }

  /** An item of a distributed Map. */
  private boolean isItem(Work work) {
    return frameOf(work).position() instanceof Branching;
  }

  /** What an agent's model called for, not a step. */
  private boolean isCall(Work work) {
    return frameOf(work).position() instanceof Working(_, var step)
        && step.assignment() != work.assignment();
  }

  private Frame frameOf(Work work) {
    return running().frameOf(work.assignment()).orElseThrow();
  }

  List<TaskEvent> onFailure(AcceptFailure failed) {
    var work = awaited(failed.assignment(), failed.attempt());
    if (work.isEmpty()) {
      return List.of();
    }
    if (isCall(work.get())) {
      new CallRunner(this, frameOf(work.get())).failed(failed, other(failed.engine(), work.get()));
      return onward();
    }
    fail(
        work.get(),
        error(work.get(), failed),
        failed.cause(),
        failed.usage(),
        other(failed.engine(), work.get()));
    return onward();
  }

  List<TaskEvent> onAsks(AcceptAsks asked) {
    var work = awaited(asked.assignment(), asked.attempt());
    if (work.isPresent() && isFull()) {
      endFull();
    } else {
      work.ifPresent(asking -> {
        var frame = frameOf(asking);
        run(frame, () -> new AskRunner(this, frame).ask(asking, asked.asks()));
      });
    }
    return onward();
  }

  /** What the work names already is not written again; where no model answered, it is empty. */
  private static @Nullable String other(@Nullable String engine, Work work) {
    var answered = engine == null ? "" : engine;
    return answered.equals(work.model()) ? null : answered;
  }

  /** An execution comes back with what became of it, another child with what it returned. */
  List<TaskEvent> onChild(AcceptChild ended) {
    var child = ended.child();
    var failure = child.failure();
    var execution =
        awaited(ended.assignment(), ended.attempt())
            .filter(Work::isExecution)
            // It spent this task's budget: as a failed execution it would only be tried again.
            .filter(_ -> failure == null || !Budget.isExhausted(failure.type()))
            .map(work -> new Execution(work.input().json()));
    if (failure == null || child.output() != null) {
      var output =
          execution
              .map(by -> by.succeeded(child, isTextual(ended.assignment())))
              .orElseGet(() -> returned(ended));
      return onReturn(
          new AcceptReturn(
              ended.assignment(),
              ended.attempt(),
              output,
              0,
              child.usage(),
              now(),
              ended.seed(),
              child.engine()));
    }
    return onFailure(
        new AcceptFailure(
            ended.assignment(),
            ended.attempt(),
            execution.isPresent() ? ErrorNames.TASK_FAILED : failure.type(),
            execution.map(by -> by.failed(child)).orElseGet(failure::cause),
            child.usage(),
            now(),
            ended.seed(),
            child.engine()));
  }

  private JsonNode returned(AcceptChild ended) {
    var child = ended.child();
    if (awaited(ended.assignment(), ended.attempt()).filter(Work::isGiven).isPresent()) {
      return GivenWorkflow.succeeded(child);
    }
    return child.output() == null ? NullNode.getInstance() : child.output();
  }

  private boolean isTextual(int assignment) {
    return running()
        .frameOf(assignment)
        .map(frame -> machine(frame).state(frame.visit().state()))
        .filter(
            state -> state instanceof State.TaskState task && Execution.isTextFor(task.resource()))
        .isPresent();
  }

  /** A call ends with its step's time: what ran out then is the step's, not the model's. */
  private String error(Work work, AcceptFailure failed) {
    return OUT_OF_TIME.contains(failed.error()) && !now().isBefore(work.deadline())
        ? ErrorNames.TIMEOUT
        : failed.error();
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
    closeApprovals();
    emit(new TaskEvent.TaskCancelled(reason, now()));
    return events;
  }

  /** Nobody needs to decide any more. */
  void closeApproval(Work work) {
    work.tree().forEach(this::closeOwnApproval);
  }

  private void closeOwnApproval(Work work) {
    if (work.approval() != null && work.approval().isOpen()) {
      emit(new TaskEvent.ApprovalClosed(work.approval().id(), ApprovalStatus.CANCELLED, now()));
    }
  }

  private void closeApprovals() {
    running().openWork().toList().forEach(this::closeOwnApproval);
    for (var frame : List.copyOf(running().frames().values())) {
      if (frame.position() instanceof Pausing(_, var work, var dueAt) && !now().isBefore(dueAt)) {
        tellClosed(work);
      }
    }
  }

  /** Another decision has answered for it; the listing hears of that now. */
  private void tellClosed(@Nullable Work paused) {
    if (paused != null && paused.approval() != null && paused.isAnsweredFor()) {
      emit(new TaskEvent.ApprovalClosed(paused.approval().id(), ApprovalStatus.CANCELLED, now()));
    }
  }

  /** Its usage was counted when the step was submitted. */
  List<TaskEvent> onCallback(Work work, Callback callback) {
    switch (callback) {
      case Callback.Heartbeat _ -> {}
      case Callback.Failure(var error, var cause) -> {
        closeApproval(work);
        fail(work, error, cause, Usage.NONE, other(null, work));
      }
      case Callback.Success(var output) -> {
        closeApproval(work);
        try {
          emit(
              new TaskEvent.StepReturned(
                  work.assignment(),
                  work.attempt(),
                  write(frameOf(work), output),
                  0,
                  Usage.NONE,
                  now()));
        } catch (EvaluationFailure tooLarge) {
          fail(work, tooLarge.error(), tooLarge.cause(), Usage.NONE, other(null, work));
        }
      }
    }
    return onward();
  }

  private void fail(Work work, String error, String cause, Usage usage, @Nullable String engine) {
    if (isItem(work)) {
      var map = frameOf(work);
      emit(
          new TaskEvent.ChildEnded(
              work.assignment(), null, error, withoutExcess(cause), usage, engine, now()));
      run(map, () -> new BranchRunner(this, running().frame(map.number())).onFailed(error, cause));
      return;
    }
    emit(
        new TaskEvent.StepFailed(
            work.assignment(), work.attempt(), error, withoutExcess(cause), usage, engine, now()));
  }

  /** Causes come from models and from outside; the service, too, keeps so much of one. */
  private static String withoutExcess(String cause) {
    return cause.length() <= CAUSE_CHARACTERS ? cause : cause.substring(0, CAUSE_CHARACTERS);
  }

  private Optional<Work> awaited(int assignment, int attempt) {
    return running()
        .openWork()
        .filter(work -> work.assignment() == assignment && work.attempt() == attempt)
        .filter(work -> !work.isForPeople())
        .findFirst();
  }

  List<TaskEvent> onTime(LastHeard heard) {
    var deadline = running().terms().deadline();
    if (!now().isBefore(deadline)) {
      endWith(ErrorNames.TIMEOUT, "The task was not done by its deadline, %s.".formatted(deadline));
      return events;
    }
    runDue(heard);
    return onward();
  }

  private void runDue(LastHeard heard) {
    for (var frame : List.copyOf(running().frames().values())) {
      var due = frame.position().dueAt(heard);
      if (due != null && !now().isBefore(due) && hasRoom() && isOpen(frame)) {
        run(frame, () -> fallDue(frame, heard));
      }
    }
  }

  /** What is to be tried again now begins, as far as one write reaches; the rest falls due next. */
  void resume() {
    for (var frame : List.copyOf(running().frames().values())) {
      if (frame.position() instanceof Pausing(var visit, var work, var dueAt)
          && !now().isBefore(dueAt)
          && hasRoom()
          && isOpen(frame)) {
        run(frame, () -> tryAgain(frame, visit, work));
      }
    }
  }

  /** What happened to one frame may have ended others, or the task. */
  @SuppressWarnings("ReferenceEquality") // A frame that anything happened to is another one.
  private boolean isOpen(Frame frame) {
    return task instanceof Running running && running.frames().get(frame.number()) == frame;
  }

  private void fallDue(Frame frame, LastHeard heard) {
    switch (frame.position()) {
      case Working(_, var work) -> expire(frame, work, work.due(now(), heard));
      case Pausing(var visit, var work, _) -> tryAgain(frame, visit, work);
      case Waiting _ -> emit(new TaskEvent.TimerFired(frame.number(), now()));
      case Starting _,
          Arriving _,
          Entered _,
          Returned _,
          Failed _,
          Elapsed _,
          Branching _,
          Left _ ->
          throw new IllegalStateException("Nothing of this falls due: %s".formatted(frame));
    }
  }

  private void expire(Frame frame, Work step, Work due) {
    if (due.approval() != null) {
      new StepRunner(this, frame).expire(due);
    } else if (due.assignment() != step.assignment()) {
      new CallRunner(this, frame).expire(due);
    } else {
      closeApproval(step);
      new StepRunner(this, frame).expire(step);
    }
  }

  private void tryAgain(Frame frame, Visit visit, @Nullable Work work) {
    tellClosed(work);
    if (work != null && machine(frame).state(visit.state()) instanceof State.TaskState state) {
      var scope = new Scopes(this, frame).of(visit.input().json());
      new StepRunner(this, frame).assignAgain(state, scope, work);
    } else {
      new StateRunner(this, frame, visit).run();
    }
  }

  private boolean hasRoom() {
    return events.size() < EVENTS_PER_WRITE && bytes < BYTES_PER_WRITE;
  }

  /** Runs whatever waits for nobody, as far as one write reaches. */
  List<TaskEvent> onward() {
    while (task instanceof Running running && hasRoom()) {
      var frame = running.runnable();
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

  private boolean isFull() {
    return running().progress().sequence() >= EVENTS_PER_TASK;
  }

  private void endFull() {
    endWith(EVENT_LIMIT_EXCEEDED, "The task has come to 25,000 events, the most it may have.");
  }

  private void run(Frame frame, Runnable step) {
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
          located(frame, "The interpreter has a fault of its own: %s".formatted(unforeseen)));
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

  // What the runners of single states build on

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
    closeApprovals();
    emit(new TaskEvent.TaskCompleted(outcome, output, now()));
  }

  /** Ends the whole task, whatever else is open. */
  void endWith(String error, String cause) {
    closeApprovals();
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
