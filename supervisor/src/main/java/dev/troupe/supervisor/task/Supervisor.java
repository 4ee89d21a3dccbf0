package dev.troupe.supervisor.task;

import dev.troupe.persistence.Decision.Accepted;
import dev.troupe.persistence.Decision.Rejected;
import dev.troupe.persistence.PlainWords;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.task.SupervisorMessage.AgentReplied;
import dev.troupe.supervisor.task.SupervisorMessage.Alarm;
import dev.troupe.supervisor.task.SupervisorMessage.AwaitEnd;
import dev.troupe.supervisor.task.SupervisorMessage.CallBack;
import dev.troupe.supervisor.task.SupervisorMessage.CalledBack;
import dev.troupe.supervisor.task.SupervisorMessage.Cancel;
import dev.troupe.supervisor.task.SupervisorMessage.ChildCancelled;
import dev.troupe.supervisor.task.SupervisorMessage.ChildEnded;
import dev.troupe.supervisor.task.SupervisorMessage.ChildHeard;
import dev.troupe.supervisor.task.SupervisorMessage.ChildStarted;
import dev.troupe.supervisor.task.SupervisorMessage.Follow;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.FoundApproval;
import dev.troupe.supervisor.task.SupervisorMessage.Get;
import dev.troupe.supervisor.task.SupervisorMessage.GetApproval;
import dev.troupe.supervisor.task.SupervisorMessage.GoOn;
import dev.troupe.supervisor.task.SupervisorMessage.HistoryRead;
import dev.troupe.supervisor.task.SupervisorMessage.MemoriesInherited;
import dev.troupe.supervisor.task.SupervisorMessage.ParentHeard;
import dev.troupe.supervisor.task.SupervisorMessage.Redriven;
import dev.troupe.supervisor.task.SupervisorMessage.RowFound;
import dev.troupe.supervisor.task.SupervisorMessage.RowKept;
import dev.troupe.supervisor.task.SupervisorMessage.RowMoved;
import dev.troupe.supervisor.task.SupervisorMessage.Stop;
import dev.troupe.supervisor.task.SupervisorMessage.Submit;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import dev.troupe.supervisor.task.SupervisorMessage.WakeUp;
import dev.troupe.supervisor.task.SupervisorMessage.WorkflowLoaded;
import dev.troupe.supervisor.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.japi.function.Procedure;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * Hosts one {@link Task}: turns messages into decisions, decisions into effects.
 *
 * <p>The journal owns the task. What was told to whom, and who waits for an answer, lives in memory
 * only: agents are told again after a recovery, clients ask again.
 */
public final class Supervisor extends EventSourcedBehavior<SupervisorMessage, TaskEvent, Task> {
  public static final EntityTypeKey<SupervisorMessage> KEY =
      EntityTypeKey.create(SupervisorMessage.class, TaskId.ENTITY_TYPE);

  /** A submission older than this has no client any more, and its row may have been cleared. */
  private static final Duration SUBMISSION_EXPIRES_AFTER = Duration.ofMinutes(1);

  private static final String IS_BEING_REMOVED =
      "A finished task with this id is being removed. Ask again later, or with another key.";

  /** After a fault, and after a write that failed: what the journal has is true. */
  private static final BackoffSupervisorStrategy AGAIN =
      SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);

  // Wiring

  public static Behavior<SupervisorMessage> create(
      TaskId id, Hosting hosting, ActorRef<ClusterSharding.ShardCommand> shard) {
    Behavior<SupervisorMessage> supervisor =
        Behaviors.setup(context ->
            new Supervisor(id, hosting, context, new Conduct(id, hosting, context, shard)));
    return Behaviors.supervise(supervisor).onFailure(AGAIN);
  }

  private final TaskId id;
  private final Hosting hosting;
  private final ActorContext<SupervisorMessage> context;
  private final Conduct conduct;
  private @Nullable ActorRef<Submitted> submitting;
  private Admission.@Nullable Storing storing;
  private boolean loading;
  private boolean copies;

  private Supervisor(
      TaskId id, Hosting hosting, ActorContext<SupervisorMessage> context, Conduct conduct) {
    super(PersistenceId.of(TaskId.ENTITY_TYPE, id.key()), AGAIN);
    this.id = id;
    this.hosting = hosting;
    this.context = context;
    this.conduct = conduct;
  }

  @Override
  public Task emptyState() {
    return new Task.Absent();
  }

  @Override
  public CommandHandler<SupervisorMessage, TaskEvent, Task> commandHandler() {
    return this::onMessage;
  }

  /** Nobody takes snapshots: a recovery need not ask the store for one. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public EventHandler<Task, TaskEvent> eventHandler() {
    return Task::evolve;
  }

  @Override
  public Set<String> tagsFor(TaskEvent event) {
    // What another task lived through is not listed as this one's.
    return copies ? Set.of() : TaskTags.of(event, id);
  }

  @Override
  public Optional<Integer> stashCapacity() {
    return Optional.of(hosting.settings().stashedMessages());
  }

  @Override
  public SignalHandler<Task> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), conduct::onRecovered)
        .onSignal(PostStop.instance(), _ -> stopped())
        .onSignal(PreRestart.instance(), _ -> stopped())
        .onSignal(JournalPersistFailed.class, (_, failed) -> doubt(failed.failure()))
        .onSignal(JournalPersistRejected.class, (_, rejected) -> refuse(rejected.failure()))
        .build();
  }

  private void stopped() {
    storingIsOver();
    conduct.stopped();
  }

  // Behaviour

  private Effect<TaskEvent, Task> onMessage(Task task, SupervisorMessage message) {
    copies = false;
    return switch (message) {
      case Submit submit -> onSubmit(task, submit);
      case Get(var replyTo) -> onGet(task, replyTo);
      case SupervisorMessage.GetGathered(var replyTo) -> onGetGathered(task, replyTo);
      case AwaitEnd(var replyTo) -> onAwait(task, replyTo);
      case Cancel cancel -> onCancel(task, cancel);
      case SupervisorMessage.Redrive(var replyTo) -> onRedrive(task, replyTo);
      case RowKept(var replyTo, var failure) -> onRowKept(task, replyTo, failure);
      case CallBack called -> onCallback(task, called);
      case GetApproval(var approval, var replyTo) -> onGetApproval(task, approval, replyTo);
      case SupervisorMessage.Decide decision -> onDecide(task, decision);
      case SupervisorMessage.Tell told -> onTell(task, told);
      case SupervisorMessage.Retire retire -> onRetire(task, retire);
      case SupervisorMessage.Forget(var replyTo) -> onForget(task, replyTo);
      case SupervisorMessage.Forgotten forgotten -> ran(() -> conduct.onForgotten(forgotten));
      case Follow follow -> ran(() -> conduct.onFollow(task, follow));
      case WakeUp(var dueAt) -> ran(() -> conduct.onWakeUp(task, dueAt));
      case AgentReplied replied -> onAgentReplied(task, replied);
      case ChildEnded ended -> onChildEnded(task, ended);
      case ChildStarted started -> ran(() -> conduct.onChildStarted(task, started));
      case ChildCancelled cancelled -> ran(() -> conduct.onChildCancelled(task, cancelled));
      case ParentHeard _ -> ran(() -> conduct.onParentHeard(task));
      case Alarm _ -> onAlarm(task);
      case GoOn _ -> decide(task, new TaskCommand.Continue(now(), seed()));
      case HistoryRead read -> onHistoryRead(task, read);
      case MemoriesInherited(var failure) -> onInherited(task, failure);
      case WorkflowLoaded(var failure) -> onWorkflowLoaded(failure);
      case RowMoved moved -> onRowMoved(task, moved);
      case RowFound found -> ran(() -> conduct.onRowFound(task, found));
      case Stop _ -> onStop(task);
    };
  }

  private Effect<TaskEvent, Task> onSubmit(Task task, Submit submit) {
    if (task instanceof Retired) {
      submit.replyTo().tell(new Submitted.Refused(IS_BEING_REMOVED));
      return ran(() -> conduct.passivate());
    }
    var expired = submit.command().now().plus(SUBMISSION_EXPIRES_AFTER).isBefore(now());
    if (expired && task instanceof Task.Absent) {
      submit.replyTo().tell(new Submitted.Refused("The submission was under way for too long."));
      return ran(() -> conduct.passivate());
    }
    // A task that is a step belongs to one that was taken on before.
    if (task instanceof Task.Absent && submit.command().parent() == null) {
      var refusal = conduct.takeOn();
      if (refusal.isPresent()) {
        submit.replyTo().tell(new Submitted.Refused(refusal.get()));
        // Its row may be that of another with the same key by now: the sweeper clears what is left.
        return ran(() -> conduct.passivate());
      }
    }
    return withWorkflow(
        submit.command().workflowHash(),
        workflow ->
            switch (task.decide(submit.command(), environment(workflow))) {
              case Accepted(var events) when events.isEmpty() ->
                  ran(() -> conduct.answerAgain(task, submit.replyTo()));
              case Accepted(var events) -> {
                submitting = submit.replyTo();
                storing = hosting.admission().storing();
                yield written(task, events)
                    .thenRun(submitted ->
                        afterSubmit(submitted, submit.command().now(), submit.replyTo()));
              }
              case Rejected(var _) -> {
                submit.replyTo().tell(new Submitted.Conflicting());
                yield ran(() -> conduct.tidy(task));
              }
            });
  }

  private void afterSubmit(Task task, Instant at, ActorRef<Submitted> replyTo) {
    submitting = null;
    storingIsOver();
    replyTo.tell(new Submitted.Durable(TaskViews.status(task), true));
    conduct.afterSubmit(task, at);
  }

  private void storingIsOver() {
    if (storing != null) {
      storing.over();
      storing = null;
    }
  }

  private void refuse(Throwable failure) {
    notSubmitted(new Submitted.Refused("The task could not be stored: " + PlainWords.of(failure)));
  }

  /** A write that has failed may be found in the journal later. */
  private void doubt(Throwable failure) {
    notSubmitted(
        new Submitted.Unknown(
            "The task could not be stored, or nobody knows: " + PlainWords.of(failure)));
  }

  private void notSubmitted(Submitted answer) {
    storingIsOver();
    if (submitting != null) {
      submitting.tell(answer);
      submitting = null;
    }
  }

  private Effect<TaskEvent, Task> onGet(Task task, ActorRef<Found> replyTo) {
    replyTo.tell(new Found(TaskViews.of(id.id(), task)));
    return ran(() -> conduct.restIfAbsent(task));
  }

  private Effect<TaskEvent, Task> onGetGathered(
      Task task, ActorRef<SupervisorMessage.FoundGathered> replyTo) {
    replyTo.tell(
        new SupervisorMessage.FoundGathered(
            Gathered.of(task).map(gathered -> gathered.entries(id.key()))));
    return ran(() -> conduct.restIfAbsent(task));
  }

  private Effect<TaskEvent, Task> onAwait(Task task, ActorRef<Found> replyTo) {
    if ((task instanceof Running || task instanceof Copying) && conduct.await(replyTo)) {
      return Effect().none();
    }
    return onGet(task, replyTo);
  }

  private Effect<TaskEvent, Task> onCancel(Task task, Cancel cancel) {
    if (task instanceof Copying) {
      // Its own life begins in a moment, and ends then.
      return Effect().stash();
    }
    return task instanceof Running running
        ? withRowNearAndWorkflow(
            running,
            workflow ->
                persist(
                    task,
                    new TaskCommand.Cancel(cancel.reason(), now(), seed()),
                    workflow,
                    ended -> cancel.replyTo().tell(new Found(TaskViews.of(id.id(), ended)))))
        : onGet(task, cancel.replyTo());
  }

  /** The row comes first, as for a submission: a crash in between leaves an ended task's row. */
  private Effect<TaskEvent, Task> onRedrive(Task task, ActorRef<Redriven> replyTo) {
    return switch (task) {
      case Task.Absent _, Retired _ -> {
        replyTo.tell(new Redriven.Absent());
        yield ran(() -> conduct.restIfAbsent(task));
      }
      case Copying _, Running _ -> redrive(task, replyTo, () -> {});
      case Ended _ -> ran(() -> conduct.keepRow(replyTo));
    };
  }

  private Effect<TaskEvent, Task> onRowKept(
      Task task, ActorRef<Redriven> replyTo, @Nullable Throwable failure) {
    if (failure != null) {
      replyTo.tell(new Redriven.NotStored(PlainWords.of(failure)));
      conduct.releaseRow(task);
      return Effect().unstashAll();
    }
    return redrive(task, replyTo, () -> conduct.releaseRow(task));
  }

  private Effect<TaskEvent, Task> redrive(Task task, ActorRef<Redriven> replyTo, Runnable refused) {
    return withWorkflow(
        hash(task),
        workflow ->
            switch (task.decide(new TaskCommand.Redrive(now(), seed()), environment(workflow))) {
              case Accepted(var events) ->
                  Effect()
                      .persist(events)
                      .thenRun((Task begun) ->
                          replyTo.tell(
                              new Redriven.Begun(TaskViews.of(id.id(), begun).orElseThrow())))
                      .thenRun(conduct::afterRedrive)
                      .thenUnstashAll();
              case Rejected(var reason) -> {
                replyTo.tell(new Redriven.Refused(why(reason)));
                refused.run();
                yield Effect().unstashAll();
              }
            });
  }

  private static String why(TaskRejection reason) {
    return switch (reason) {
      case TaskRejection.MessageRefused(var why) -> why;
      case TaskRejection.NotRedrivable(var why) -> why;
      case TaskRejection.NotSubmitted _,
          TaskRejection.SubmittedOtherwise _,
          TaskRejection.TokenNotOpen _,
          TaskRejection.NoSuchApproval _,
          TaskRejection.ApprovalNotOpen _,
          TaskRejection.DecidedBefore _,
          TaskRejection.EditsUnfit _ ->
          throw new IllegalStateException("Nobody is told of this: %s".formatted(reason));
    };
  }

  private static String hash(Task task) {
    return switch (task) {
      case Task.Absent _, Retired _ -> throw new IllegalStateException("No task, no workflow");
      case Copying copying -> copying.terms().workflowHash();
      case Running running -> running.terms().workflowHash();
      case Ended ended -> ended.terms().workflowHash();
    };
  }

  private Effect<TaskEvent, Task> onHistoryRead(Task task, HistoryRead read) {
    var events = read.events();
    if (!(task instanceof Copying copying) || events == null || events.isEmpty()) {
      return ran(() -> conduct.copyLater(task, read.failure()));
    }
    var command = new TaskCommand.Copy(read.after(), events, now(), seed());
    return withWorkflow(
        copying.terms().workflowHash(),
        workflow -> {
          copies = true;
          return persist(task, command, workflow, _ -> {});
        });
  }

  private Effect<TaskEvent, Task> onInherited(Task task, @Nullable Throwable failure) {
    if (!(task instanceof Copying copying) || failure != null) {
      return ran(() -> conduct.copyLater(task, failure));
    }
    return withWorkflow(
        copying.terms().workflowHash(),
        workflow ->
            switch (task.decide(new TaskCommand.GoLive(now(), seed()), environment(workflow))) {
              case Accepted(var events) ->
                  written(task, events).thenRun(conduct::afterWrite).thenUnstashAll();
              case Rejected(var reason) ->
                  throw new IllegalStateException("Refused to go live: %s".formatted(reason));
            });
  }

  private Effect<TaskEvent, Task> onCallback(Task task, CallBack called) {
    if (!(task instanceof Running running)) {
      called.replyTo().tell(task.isUnknown() ? CalledBack.NO_SUCH_TASK : CalledBack.TOO_LATE);
      return ran(() -> conduct.restIfAbsent(task));
    }
    if (called.callback() instanceof Callback.Heartbeat) {
      var isOpen = conduct.stillAtIt(running, called.token());
      called.replyTo().tell(isOpen ? CalledBack.TAKEN : CalledBack.TOO_LATE);
      return ran(() -> conduct.rearm(task));
    }
    if (running.work().noneMatch(open -> called.token().equals(open.token()))) {
      called.replyTo().tell(CalledBack.TOO_LATE);
      return ran(() -> conduct.settle(running));
    }
    return withRowNearAndWorkflow(
        running,
        workflow -> {
          var command =
              new TaskCommand.AcceptCallback(called.token(), called.callback(), now(), seed());
          return switch (task.decide(command, environment(workflow))) {
            case Accepted(var events) ->
                written(task, events)
                    .thenRun((Task _) -> called.replyTo().tell(CalledBack.TAKEN))
                    .thenRun(conduct::afterWrite);
            case Rejected(var _) -> {
              called.replyTo().tell(CalledBack.TOO_LATE);
              yield ran(() -> conduct.settle(running));
            }
          };
        });
  }

  private Effect<TaskEvent, Task> onGetApproval(
      Task task, String approval, ActorRef<FoundApproval> replyTo) {
    replyTo.tell(new FoundApproval(ApprovalViews.find(id.id(), task, approval)));
    return ran(() -> conduct.restIfAbsent(task));
  }

  private Effect<TaskEvent, Task> onDecide(Task task, SupervisorMessage.Decide asked) {
    if (!(task instanceof Running running)) {
      asked.replyTo().tell(ApprovalViews.late(id.id(), task, asked.approval()));
      return ran(() -> conduct.restIfAbsent(task));
    }
    var command = new TaskCommand.Decide(asked.approval(), asked.decision(), now(), seed());
    Function<Workflow, Effect<TaskEvent, Task>> decide =
        workflow ->
            switch (task.decide(command, environment(workflow))) {
              case Accepted(var events) ->
                  written(task, events)
                      .thenRun((Task decided) ->
                          asked
                              .replyTo()
                              .tell(ApprovalViews.taken(id.id(), decided, asked.approval())))
                      .thenRun(conduct::afterWrite);
              case Rejected(var reason) -> {
                asked.replyTo().tell(ApprovalViews.refused(id.id(), reason));
                yield ran(() -> conduct.settle(running));
              }
            };
    // What is refused changes nothing, and is recorded elsewhere.
    return running.asking(asked.approval()).isPresent()
        ? withRowNearAndWorkflow(running, decide)
        : withWorkflow(running.terms().workflowHash(), decide);
  }

  private Effect<TaskEvent, Task> onTell(Task task, SupervisorMessage.Tell asked) {
    if (task.isUnknown()) {
      asked.replyTo().tell(new SupervisorMessage.Told.Absent());
      return ran(() -> conduct.restIfAbsent(task));
    }
    var command =
        new TaskCommand.GiveMessage(asked.message(), asked.text(), asked.to(), now(), seed());
    return withWorkflow(
        hash(task),
        workflow ->
            switch (task.decide(command, environment(workflow))) {
              case Accepted(var events) ->
                  Effect().persist(events).thenRun((Task told) -> told(told, asked, events));
              case Rejected(var reason) -> {
                asked.replyTo().tell(new SupervisorMessage.Told.Refused(why(reason)));
                yield ran(() -> conduct.rearm(task));
              }
            });
  }

  private void told(Task task, SupervisorMessage.Tell asked, List<TaskEvent> events) {
    asked.replyTo().tell(new SupervisorMessage.Told.Taken());
    if (!events.isEmpty()) {
      conduct.onMessage(task, events);
    }
  }

  /** What is about to be redriven stays, though its row comes first. */
  private Effect<TaskEvent, Task> onRetire(Task task, SupervisorMessage.Retire asked) {
    var retired =
        conduct.isBeingRedriven()
            ? Optional.<TaskEvent.TaskRetired>empty()
            : Removal.retire(task, asked.endedBefore(), asked.sequence(), now());
    if (retired.isPresent()) {
      return Effect()
          .persist(retired.get())
          .thenRun((Task _) -> conduct.retired())
          .thenRun((Task _) -> asked.replyTo().tell(SupervisorMessage.Removed.RETIRED));
    }
    asked.replyTo().tell(Removal.stands(task));
    return ran(() -> conduct.restIfAbsent(task));
  }

  private Effect<TaskEvent, Task> onForget(Task task, ActorRef<SupervisorMessage.Removed> replyTo) {
    if (task instanceof Retired) {
      return ran(() -> conduct.forget(replyTo));
    }
    replyTo.tell(Removal.stands(task));
    return ran(() -> conduct.restIfAbsent(task));
  }

  private Effect<TaskEvent, Task> onAgentReplied(Task task, AgentReplied message) {
    var command = conduct.heard(task, message.reply());
    return command.isEmpty() ? Effect().none() : decide(task, command.get());
  }

  /** What is not awaited any more is heard all the same: the child has to know. */
  private Effect<TaskEvent, Task> onChildEnded(Task task, ChildEnded ended) {
    var heard = new ChildHeard(ended.child().id());
    if (!(task instanceof Running running)) {
      ended.replyTo().tell(heard);
      return ran(() -> conduct.restIfAbsent(task));
    }
    return withRowNearAndWorkflow(
        running,
        workflow ->
            persist(task, conduct.answerOf(ended), workflow, _ -> ended.replyTo().tell(heard)));
  }

  private Effect<TaskEvent, Task> onAlarm(Task task) {
    return conduct.onAlarm(task)
        ? decide(task, new TaskCommand.FireTimers(conduct.heard(), now(), seed()))
        : Effect().none();
  }

  private Effect<TaskEvent, Task> decide(Task task, TaskCommand command) {
    return task instanceof Running running
        ? withWorkflow(
            running.terms().workflowHash(), workflow -> persist(task, command, workflow, _ -> {}))
        : Effect().none();
  }

  private Effect<TaskEvent, Task> persist(
      Task task, TaskCommand command, Workflow workflow, Procedure<Task> reply) {
    return switch (task.decide(command, environment(workflow))) {
      case Accepted(var events) when events.isEmpty() ->
          Effect().none().thenRun(reply).thenRun(conduct::rearm);
      case Accepted(var events) ->
          written(task, events).thenRun(reply).thenRun(conduct::afterWrite);
      case Rejected(var reason) ->
          throw new IllegalStateException("%s refused: %s".formatted(command, reason));
    };
  }

  private EffectBuilder<TaskEvent, Task> written(Task before, List<TaskEvent> events) {
    var isOfAnother = copies;
    return Effect()
        .persist(events)
        .thenRun(after -> {
          if (!isOfAnother) {
            conduct.wrote(before, events, after);
          }
        });
  }

  /** A workflow that is not in memory is loaded first; what comes meanwhile waits. */
  private Effect<TaskEvent, Task> withWorkflow(
      String hash, Function<Workflow, Effect<TaskEvent, Task>> then) {
    var workflow = hosting.workflows().compiled(hash);
    if (workflow.isPresent()) {
      return then.apply(workflow.get());
    }
    loading = true;
    context.pipeToSelf(hosting.workflows().load(hash), (_, failure) -> new WorkflowLoaded(failure));
    return Effect().stash();
  }

  /**
   * What somebody outside does to a task that only waited sets it going again: its row is brought
   * near first, or a crash behind the event would leave the task asleep until its wait is over.
   */
  private Effect<TaskEvent, Task> withRowNear(
      Running running, Supplier<Effect<TaskEvent, Task>> then) {
    if (conduct.wouldBeFound(running)) {
      return then.get();
    }
    conduct.bringRowNear();
    return Effect().stash();
  }

  private Effect<TaskEvent, Task> withRowNearAndWorkflow(
      Running running, Function<Workflow, Effect<TaskEvent, Task>> then) {
    return withRowNear(running, () -> withWorkflow(running.terms().workflowHash(), then));
  }

  /** Who left memory now would lose what waits for the workflow or the row. */
  private Effect<TaskEvent, Task> onRowMoved(Task task, RowMoved moved) {
    var wasComingNear = conduct.rowIsComingNear();
    conduct.rowMoved(moved);
    if (wasComingNear && moved.failure() != null) {
      throw new IllegalStateException("The wake-up index could not be written", moved.failure());
    }
    if (wasComingNear && !conduct.rowIsComingNear()) {
      return Effect().unstashAll();
    }
    return loading || wasComingNear ? Effect().none() : ran(() -> conduct.onRowMoved(task, moved));
  }

  /**
   * What came in behind the wish to leave memory, and waits for a workflow or a row, is answered.
   */
  private Effect<TaskEvent, Task> onStop(Task task) {
    return loading || conduct.rowIsComingNear() || conduct.isBeingRedriven()
        ? Effect().stash()
        : Effect().none().thenRun((Task _) -> conduct.onStop(task)).thenStop();
  }

  private Effect<TaskEvent, Task> onWorkflowLoaded(@Nullable Throwable failure) {
    loading = false;
    if (failure != null) {
      throw new IllegalStateException("The task's workflow could not be loaded", failure);
    }
    return Effect().unstashAll();
  }

  private Effect<TaskEvent, Task> ran(Runnable sideEffect) {
    sideEffect.run();
    return Effect().none();
  }

  private Environment environment(Workflow workflow) {
    return new Environment(id.key(), workflow, hosting.resources(id.tenant()));
  }

  private Instant now() {
    return hosting.clock().instant();
  }

  private long seed() {
    return hosting.seeds().getAsLong();
  }
}
