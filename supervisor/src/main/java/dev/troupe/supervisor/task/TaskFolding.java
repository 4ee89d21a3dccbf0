package dev.troupe.supervisor.task;

import dev.troupe.agents.Usage;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalStatus;
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
import dev.troupe.supervisor.task.TaskEvent.AssignmentCancelled;
import dev.troupe.supervisor.task.TaskEvent.BranchAborted;
import dev.troupe.supervisor.task.TaskEvent.BranchCompleted;
import dev.troupe.supervisor.task.TaskEvent.BranchFailed;
import dev.troupe.supervisor.task.TaskEvent.BranchStarted;
import dev.troupe.supervisor.task.TaskEvent.BudgetAlerted;
import dev.troupe.supervisor.task.TaskEvent.BudgetRaised;
import dev.troupe.supervisor.task.TaskEvent.ChildEnded;
import dev.troupe.supervisor.task.TaskEvent.ChildStarted;
import dev.troupe.supervisor.task.TaskEvent.ErrorCaught;
import dev.troupe.supervisor.task.TaskEvent.EscalationTicketed;
import dev.troupe.supervisor.task.TaskEvent.EvaluationFailed;
import dev.troupe.supervisor.task.TaskEvent.MapStarted;
import dev.troupe.supervisor.task.TaskEvent.MessageGiven;
import dev.troupe.supervisor.task.TaskEvent.ParallelStarted;
import dev.troupe.supervisor.task.TaskEvent.QuestionClaimed;
import dev.troupe.supervisor.task.TaskEvent.RetryScheduled;
import dev.troupe.supervisor.task.TaskEvent.StateEntered;
import dev.troupe.supervisor.task.TaskEvent.StateExited;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import dev.troupe.supervisor.task.TaskEvent.StepSubmitted;
import dev.troupe.supervisor.task.TaskEvent.TaskCancelled;
import dev.troupe.supervisor.task.TaskEvent.TaskCompleted;
import dev.troupe.supervisor.task.TaskEvent.TaskFailed;
import dev.troupe.supervisor.task.TaskEvent.TaskForked;
import dev.troupe.supervisor.task.TaskEvent.TaskRedriven;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskEvent.TimerFired;
import dev.troupe.supervisor.task.TaskEvent.TimerStarted;
import dev.troupe.supervisor.workflow.ErrorNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each event changes in a running task, which has already counted it. */
final class TaskFolding {
  private TaskFolding() {}

  static Task fold(Running task, TaskEvent event) {
    return switch (event) {
      case TaskSubmitted _ -> throw new IllegalStateException("A task was submitted twice");
      case TaskForked forked -> onForked(task, forked);
      case TaskRedriven _ -> throw new IllegalStateException("A task was redriven before its end");
      case TaskEvent.TaskRetired _ ->
          throw new IllegalStateException("A task was retired before its end");
      case StateEntered entered -> onEntered(task, entered);
      case StateExited exited -> onExited(task, exited);
      case StepAssigned assigned -> onAssigned(task, assigned);
      case StepSubmitted submitted -> onStepSubmitted(task, submitted);
      case StepReturned returned -> onReturned(task, returned);
      case StepFailed failed -> onFailed(task, failed);
      case RetryScheduled scheduled -> onRetryScheduled(task, scheduled);
      case ErrorCaught caught -> GatheredFolding.onCaught(task, caught);
      case EvaluationFailed _, EscalationTicketed _, BudgetAlerted _ -> task;
      case BudgetRaised raised -> onBudgetRaised(task, raised);
      case ApprovalEvent asked -> ApprovalFolding.fold(task, asked);
      case AssignmentCancelled cancelled -> onCancelled(task, cancelled);
      case TimerStarted started -> onTimerStarted(task, started);
      case TimerFired fired -> onTimerFired(task, fired);
      case ParallelStarted started -> onParallelStarted(task, started);
      case MapStarted started -> onMapStarted(task, started);
      case BranchStarted started -> onBranchStarted(task, started);
      case MessageGiven given -> task.with(task.messages().with(given));
      case QuestionClaimed claimed -> GatheredFolding.onClaimed(task, claimed);
      case CallEvent called -> CallFolding.fold(task, called);
      case ChildStarted started -> onChildStarted(task, started);
      case ChildEnded ended -> onChildEnded(task, ended);
      case BranchCompleted completed -> onBranchCompleted(task, completed);
      case BranchFailed failed -> onBranchFailed(task, failed);
      case BranchAborted aborted -> onBranchAborted(task, aborted);
      case TaskCompleted completed ->
          ended(
              task,
              new Ended.End.Completed(
                  completed.outcome(), task.read(completed.output(), "output").json()),
              completed);
      case TaskFailed failed ->
          ended(task, new Ended.End.Failed(failed.error(), failed.cause()), failed);
      case TaskCancelled cancelled ->
          ended(task, new Ended.End.Cancelled(cancelled.reason()), cancelled);
    };
  }

  private static Running onEntered(Running task, StateEntered event) {
    var visit =
        new Visit(
            event.state(),
            task.read(event.input(), "input"),
            task.progress().sequence(),
            event.at(),
            Map.of());
    return task.with(task.frame(event.frame()).at(new Entered(visit)));
  }

  private static Running onForked(Running task, TaskForked event) {
    var top = task.frame(Frame.TOP);
    var data = event.data();
    var patched =
        data != null && top.position() instanceof Arriving(var state, _)
            ? task.with(top.at(new Arriving(state, task.read(data, "data"))))
            : task;
    return patched.as(patched.terms());
  }

  private static Running onExited(Running task, StateExited event) {
    var output = task.read(event.output(), "output");
    Map<String, Held> assigned = new HashMap<>();
    for (Map.Entry<String, Value> variable : event.assigned().entrySet()) {
      assigned.put(
          variable.getKey(), task.read(variable.getValue(), "assigned/" + variable.getKey()));
    }
    var position =
        event.next() == null
            ? new Left(output, event.outcome())
            : new Arriving(event.next(), output);
    return task.with(task.frame(event.frame()).with(assigned).at(position));
  }

  private static Running onAssigned(Running task, StepAssigned event) {
    var frame = task.frame(event.frame());
    var earlier = earlier(frame, event.assignment());
    var work =
        new Work(
            event.assignment(),
            event.attempt(),
            event.agent(),
            event.role(),
            event.roleHash(),
            event.model(),
            task.read(event.input(), "input"),
            event.at(),
            event.deadline(),
            event.heartbeatSeconds() == null ? null : Duration.ofSeconds(event.heartbeatSeconds()),
            event.token(),
            false,
            null,
            earlier.map(Work::calls).map(Calls::lapsed).orElse(Calls.NONE),
            earlier.map(Work::unheardFrom).orElse(event.attempt()),
            Boolean.TRUE.equals(event.untrusted()));
    var progress =
        work.isForAgent()
            ? task.progress()
                .assigned(
                    event.assignment(),
                    new Progress.Seat(event.role(), event.frame()),
                    event.agent())
            : task.progress().assigned(event.assignment());
    var assigned =
        task.with(frame.at(new Working(frame.visit(), work)))
            .with(progress.lent(event.assignment(), event.steps()));
    return work.isForAgent()
        ? GatheredFolding.onAssigned(assigned.with(task.messages().assigned(work)), frame, work)
        : assigned;
  }

  /** As its last attempt has left it. */
  private static Optional<Work> earlier(Frame frame, int assignment) {
    return frame.position() instanceof Pausing(_, var work, _)
            && work != null
            && work.assignment() == assignment
        ? Optional.of(work)
        : Optional.empty();
  }

  private static Running onStepSubmitted(Running task, StepSubmitted event) {
    var frame = working(task, event.assignment());
    if (!(frame.position() instanceof Working(var visit, var work))) {
      return task;
    }
    return task.with(frame.at(new Working(visit, work.asSubmitted())))
        .with(
            task.progress()
                .settled(event.assignment(), event.steps())
                .used(event.usage(), work.model(), place(visit, work)));
  }

  private static Running onReturned(Running task, StepReturned event) {
    var frame = working(task, event.assignment());
    if (!(frame.position() instanceof Working(var visit, var work))) {
      return task;
    }
    var result = task.read(event.output(), "output");
    var used =
        task.progress()
            .settled(event.assignment(), event.steps())
            .used(event.usage(), engine(event.engine(), work), place(visit, work));
    return task.withoutCallsOf(work)
        .with(task.gathered().with(event.shared()))
        .with(frame.at(new Returned(visit, work.heard(), result)))
        .with(task.keepsDraft(work) ? used.with(used.spent().withOutput(result)) : used);
  }

  private static Running onFailed(Running task, StepFailed event) {
    var frame = working(task, event.assignment());
    if (!(frame.position() instanceof Working(var visit, var work))) {
      return task;
    }
    return task.withoutCallsOf(work)
        .with(frame.at(new Failed(visit, left(work, event), event.error(), event.cause())))
        .with(
            task.progress()
                .settled(event.assignment(), event.steps())
                .used(event.usage(), engine(event.engine(), work), place(visit, work)));
  }

  private static Work left(Work work, StepFailed event) {
    var left = work.leftBy(event.error());
    return isWithoutWord(event) ? left : left.heard();
  }

  /** The time was over first: its agent may have an answer by now. */
  private static boolean isWithoutWord(StepFailed event) {
    return event.error().equals(ErrorNames.TIMEOUT) && event.usage().equals(Usage.NONE);
  }

  /** Every step that was put to people for want of this budget is to be tried again. */
  private static Running onBudgetRaised(Running task, BudgetRaised event) {
    var raised = task.with(task.progress().with(task.progress().spent().with(event)));
    for (var frame : task.frames().values()) {
      if (frame.position() instanceof Working(var visit, var work)
          && work.approval() != null
          && work.lacksBudget(event.error())) {
        raised = paused(raised, frame, visit, work, work.approval(), event.at());
      }
    }
    return raised;
  }

  /** Whom another decision has answered for nobody asks any more; the listing is told later. */
  private static Running paused(
      Running task, Frame frame, Visit visit, Work work, Approval approval, Instant at) {
    if (!approval.isOpen()) {
      return task.with(frame.at(new Pausing(visit, work.unasked(), at)));
    }
    var closed = approval.closed(ApprovalStatus.CANCELLED, at);
    return task.with(frame.at(new Pausing(visit, work.asking(closed), at)))
        .with(closed.remembered());
  }

  private static Spent.Place place(Visit visit, Work work) {
    return new Spent.Place(visit.state(), work.role());
  }

  private static String engine(@Nullable String other, Work work) {
    return other == null ? work.model() : other;
  }

  private static Frame working(Running task, int assignment) {
    return task.frameOf(assignment)
        .orElseThrow(
            () -> new IllegalStateException("Assignment %d is not open".formatted(assignment)));
  }

  private static Running onRetryScheduled(Running task, RetryScheduled event) {
    var frame = retried(task, event);
    var work = frame.position() instanceof Failed(_, var failed, _, _) ? failed : null;
    var visit = frame.visit().retriedBy(event.retrier());
    return task.with(frame.at(new Pausing(visit, work, event.dueAt())));
  }

  private static Frame retried(Running task, RetryScheduled event) {
    if (event.frame() != null) {
      return task.frame(event.frame());
    }
    return task.frames().values().stream()
        .filter(frame ->
            frame.position() instanceof Failed(_, var work, _, _)
                && work.assignment() == event.assignment())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "Assignment %d has not failed".formatted(event.assignment())));
  }

  /** What it was lent counts as taken: nobody waits to hear what it took. */
  private static Running onCancelled(Running running, AssignmentCancelled event) {
    var task = running.with(running.progress().settled(event.assignment(), null));
    var frame = working(task, event.assignment());
    if (frame.position() instanceof Branching branching) {
      var index = branching.items().indexOf(event.assignment());
      var item = Objects.requireNonNull(branching.items().open().get(index));
      return task.with(frame.at(branching.withItemAborted(index))).withCancelled(item);
    }
    if (!(frame.position() instanceof Working(var visit, var work))) {
      return task;
    }
    return task.withoutCallsOf(work)
        .with(task.gathered().released(work.assignment()))
        .with(frame.at(new Pausing(visit, work, Instant.MAX)))
        .withCancelled(work);
  }

  private static Running onTimerStarted(Running task, TimerStarted event) {
    var frame = task.frame(event.frame());
    return task.with(frame.at(new Waiting(frame.visit(), event.dueAt())));
  }

  private static Running onTimerFired(Running task, TimerFired event) {
    var frame = task.frame(event.frame());
    return task.with(frame.at(new Elapsed(frame.visit())));
  }

  private static Running onParallelStarted(Running task, ParallelStarted event) {
    var input = task.read(event.input(), "input");
    var count = event.branches();
    return branching(task, event.frame(), input, count, count, 0);
  }

  private static Running onMapStarted(Running task, MapStarted event) {
    var items = task.read(event.items(), "items");
    var tolerated = event.tolerated() == null ? 0 : event.tolerated();
    var count = items.json().size();
    return branching(task, event.frame(), items, count, event.maxConcurrency(), tolerated);
  }

  private static Running branching(
      Running task, int number, Held input, int count, int atOnce, int tolerated) {
    var frame = task.frame(number);
    return task.with(
        frame.at(
            new Branching(
                frame.visit(),
                input,
                count,
                atOnce,
                tolerated,
                0,
                0,
                Slots.empty(),
                Lost.NONE,
                ItemTasks.none())));
  }

  private static Running onBranchStarted(Running task, BranchStarted event) {
    var parent = task.frame(event.parent());
    var input = task.read(event.input(), "input");
    var branch =
        new Frame(event.frame(), event.parent(), event.index(), new Starting(input), Map.of());
    return task.with(parent.at(branching(parent).withStarted()))
        .with(branch)
        .with(task.progress().frame(event.frame()));
  }

  private static Running onChildStarted(Running task, ChildStarted event) {
    var frame = task.frame(event.frame());
    var child =
        Work.ofChild(
            event.assignment(),
            task.terms().workflow() + "/" + event.state(),
            event.workflowHash(),
            task.read(event.input(), "input"),
            event.at(),
            task.terms().deadline(),
            Boolean.TRUE.equals(event.untrusted()));
    return task.with(frame.at(branching(frame).withItem(event.index(), child)))
        .with(task.progress().child(event.assignment()).lent(event.assignment(), event.steps()));
  }

  private static Running onChildEnded(Running task, ChildEnded event) {
    var frame = working(task, event.assignment());
    var branching = branching(frame);
    var index = branching.items().indexOf(event.assignment());
    var item = Objects.requireNonNull(branching.items().open().get(index));
    var ended =
        event.output() == null
            ? branching.withItemFailed(index)
            : branching.withItemsResult(index, task.read(event.output(), "output"));
    return task.with(frame.at(ended))
        .with(
            task.progress()
                .settled(event.assignment(), event.steps())
                .used(
                    event.usage(),
                    event.engine() == null ? "" : event.engine(),
                    place(branching.visit(), item)));
  }

  private static Running onBranchCompleted(Running task, BranchCompleted event) {
    var branch = task.frame(event.frame());
    var parent = task.frame(branch.parent());
    var result = task.read(event.output(), "output");
    return task.with(parent.at(branching(parent).withResult(branch.index(), result)))
        .with(task.progress().without(event.frame()))
        .without(event.frame());
  }

  private static Running onBranchFailed(Running task, BranchFailed event) {
    var branch = task.frame(event.frame());
    var parent = task.frame(branch.parent());
    return without(task.with(parent.at(branching(parent).withFailed(branch))), event.frame());
  }

  private static Running onBranchAborted(Running task, BranchAborted event) {
    var parent = task.frame(task.frame(event.frame()).parent());
    var aborted = task.within(event.frame()).toList();
    var left =
        parent.position() instanceof Branching branching
            ? task.with(parent.at(branching.withAborted(aborted)))
            : task;
    return without(left, event.frame());
  }

  private static Branching branching(Frame frame) {
    if (frame.position() instanceof Branching branching) {
      return branching;
    }
    throw new IllegalStateException("Frame %d has no branches".formatted(frame.number()));
  }

  /** A frame goes with all that stands inside it. */
  private static Running without(Running task, int number) {
    var left = task.with(task.gathered().leftBy(number));
    for (var branch : task.branches(number)) {
      left = without(left, branch.number());
    }
    return left.without(number);
  }

  private static Ended ended(Running task, Ended.End end, TaskEvent.TaskEnded event) {
    return new Ended(
        task.terms(),
        end,
        event.at(),
        task.progress().spent(),
        task.progress().models(),
        task.progress().sequence(),
        Stream.concat(task.cancelled().stream(), task.openWork())
            .filter(work -> !work.isForPeople())
            .toList(),
        task.closed(),
        task);
  }
}
