package dev.troupe.supervisor.task;

import dev.troupe.agents.AgentReply;
import dev.troupe.agents.telemetry.LogContext;
import dev.troupe.supervisor.task.SupervisorMessage.AgentReplied;
import dev.troupe.supervisor.task.SupervisorMessage.Follow;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.GoOn;
import dev.troupe.supervisor.task.SupervisorMessage.RowFound;
import dev.troupe.supervisor.task.SupervisorMessage.RowMoved;
import dev.troupe.supervisor.task.SupervisorMessage.Signal;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor does beside writing its journal: tells agents, answers clients, keeps its row
 * in the wake-up index, sets its alarm, leaves memory.
 */
final class Conduct {
  private static final Duration WAKES_EARLIER = Duration.ofSeconds(10);

  /** A row whose submission never came may be cleared after this time. */
  private static final Duration COPY_AGAIN_AFTER = Duration.ofSeconds(15);

  private static final Duration ROW_IS_ORPHAN_AFTER = Duration.ofMinutes(10);

  private final TaskId id;
  private final Hosting hosting;
  private final ActorContext<SupervisorMessage> context;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final TaskTelemetry told;
  private final Team team;
  private final Audience audience;
  private final WakeUpRow row;
  private final AlarmClock alarm;
  private final Children children;
  private boolean parentHasHeard;
  private final HistoryCopy copy;
  private final Showing showing;
  private int redrives;
  private boolean isCounted;
  private Instant timersFrom = Instant.MIN;
  private Instant stayUntil = Instant.MIN;

  Conduct(
      TaskId id,
      Hosting hosting,
      ActorContext<SupervisorMessage> context,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    this.id = id;
    this.hosting = hosting;
    this.context = context;
    this.shard = shard;
    this.told = new TaskTelemetry(id, hosting.telemetry());
    this.audience = new Audience(hosting.settings().waitingClients());
    this.team =
        new Team(
            id,
            hosting,
            told,
            context.messageAdapter(AgentReply.class, AgentReplied::new),
            () -> audience.watchers(now()));
    this.row = new WakeUpRow(id, hosting, context);
    this.alarm = new AlarmClock(context, hosting.clock());
    this.children = new Children(id, hosting, context);
    this.copy = new HistoryCopy(id, hosting, context);
    this.showing = new Showing(id, hosting.agents().shared());
  }

  // What the supervisor meets

  /** Agents are asked first; a timer that was overdue waits for their answers. */
  void onRecovered(Task task) {
    count(task);
    // A task that begins has no agent that may have an answer.
    timersFrom = task instanceof Task.Absent ? Instant.MIN : now().plus(hosting.settings().grace());
    team.forgetDeliveries();
    redrives = 0;
    switch (task) {
      case Task.Absent _ -> {}
      case Copying copying -> copyOnward(copying);
      case Running running -> {
        told.resumed(running, now());
        showing.again(running);
        onward(running);
      }
      case Ended _, Retired _ -> rest();
    }
  }

  void wrote(Task before, List<TaskEvent> events, Task after) {
    told.wrote(before, events, after);
    showing.wrote(before, after);
    for (var event : events) {
      if (event instanceof TaskEvent.QuestionClaimed claimed) {
        team.tellAgain(List.of(claimed.asked().assignment()));
      }
    }
  }

  void afterWrite(Task task) {
    count(task);
    audience.signal(new Signal.Advanced(task.sequence()), now());
    switch (task) {
      case Task.Absent _ -> {}
      case Copying copying -> copyOnward(copying);
      case Running running -> onward(running);
      case Ended ended -> onEnded(ended);
      case Retired _ -> rest();
    }
  }

  void afterSubmit(Task task, Instant at) {
    row.isNear(at);
    afterWrite(task);
  }

  /** What is lost on the way is fetched again. */
  private void copyOnward(Copying copying) {
    copy.onward(copying);
    alarm.set(now().plus(COPY_AGAIN_AFTER));
  }

  void copyLater(Task task, @Nullable Throwable failure) {
    if (task instanceof Copying) {
      try (var _ = LogContext.of(id.tenant(), id.id())) {
        context.getLog().warn("The history of {} is not there yet: {}", id.key(), failure);
      }
      alarm.set(now().plus(hosting.settings().resendUnconfirmed()));
    }
  }

  private void onward(Running running) {
    if (running.runnable().isPresent()) {
      context.getSelf().tell(new GoOn());
    }
    team.tellWork(running);
    children.start(running);
    settle(running);
  }

  /** The row of what waits long moves; what nobody has to listen for leaves memory then. */
  void settle(Running running) {
    if (waitsLong(running) && !row.isComingNear()) {
      row.moveTo(wakeAt(running));
    }
    rearm(running);
  }

  private void onEnded(Ended ended) {
    showing.ended(ended);
    team.beginCancelling();
    audience.answer(new Found(TaskViews.of(id.id(), ended)));
    tidy(ended);
    rest();
    tellCancels(ended);
  }

  /** True where timers may have fallen due. */
  boolean onAlarm(Task task) {
    alarm.rang();
    switch (task) {
      case Task.Absent _, Retired _ -> passivate();
      case Copying copying -> copyOnward(copying);
      case Running running -> {
        if (!nextDueAt(running).isAfter(now()) && !timersFrom.isAfter(now())) {
          return true;
        }
        onward(running);
      }
      case Ended ended -> {
        if (redrives > 0) {
          rest();
        } else if (allHaveHeard(ended) && !stayUntil.isAfter(now())) {
          passivate();
        } else {
          tellCancels(ended);
        }
      }
    }
    return false;
  }

  void onWakeUp(Task task, Instant dueAt) {
    switch (task) {
      case Task.Absent _ -> {
        if (dueAt.plus(ROW_IS_ORPHAN_AFTER).isBefore(now())) {
          row.removeIfAt(dueAt);
          passivate();
        } else {
          // Its submission comes in a moment, and would have to wait for a second start.
          rest();
        }
      }
      case Copying _ -> {}
      case Retired _ -> {
        row.removeIfAt(dueAt);
        passivate();
      }
      // Signs of life may have put off what it waits for.
      case Running running -> settle(running);
      case Ended ended -> {
        team.beginCancelling();
        tidy(ended);
        if (needsNoRow(ended)) {
          // A store that keeps a row in two places may have lost one of them in a crash.
          row.removeIfAt(dueAt);
        }
        tellCancels(ended);
      }
    }
  }

  /** What an agent's answer asks of the task; empty where it only says how far it is. */
  Optional<TaskCommand> heard(Task task, AgentReply reply) {
    return switch (reply) {
      case AgentReply.Working(var assignment, var attempt) -> {
        team.confirmed(assignment, attempt);
        yield Optional.empty();
      }
      case AgentReply.Progress progress -> {
        onProgress(task, progress);
        yield Optional.empty();
      }
      case AgentReply.Asks asks -> {
        team.confirmed(asks.assignment(), asks.attempt());
        yield team.answers(task, asks)
            ? Optional.empty()
            : Optional.of(
                new TaskCommand.AcceptAsks(
                    asks.assignment(),
                    asks.attempt(),
                    asks.asks(),
                    now(),
                    seed(),
                    asks.untrusted()));
      }
      case AgentReply.Returned returned ->
          Optional.of(
              new TaskCommand.AcceptReturn(
                  returned.assignment(),
                  returned.attempt(),
                  returned.output(),
                  returned.transcriptSequence(),
                  returned.usage(),
                  now(),
                  seed(),
                  returned.engine(),
                  returned.shared(),
                  returned.untrusted()));
      case AgentReply.Failed failed ->
          Optional.of(
              new TaskCommand.AcceptFailure(
                  failed.assignment(),
                  failed.attempt(),
                  failed.error(),
                  failed.cause(),
                  failed.usage(),
                  now(),
                  seed(),
                  failed.engine(),
                  failed.untrusted()));
      case AgentReply.Cancelled(var assignment, var attempt) -> {
        team.confirmedCancel(assignment, attempt);
        tidy(task);
        yield Optional.empty();
      }
    };
  }

  void onMessage(Task task, List<TaskEvent> events) {
    for (var event : events) {
      if (event instanceof TaskEvent.MessageGiven given) {
        team.tellAgain(given.assignments());
      }
    }
    afterWrite(task);
  }

  private void onProgress(Task task, AgentReply.Progress progress) {
    if (task instanceof Running running) {
      running
          .openWork()
          .filter(work -> work.assignment() == progress.assignment())
          .forEach(work ->
              audience.signal(
                  new Signal.Progressed(progress.assignment(), work.role(), progress.text()),
                  now()));
    }
  }

  // Children

  TaskCommand answerOf(SupervisorMessage.ChildEnded ended) {
    return new TaskCommand.AcceptChild(
        ended.assignment(),
        ended.attempt(),
        ended.child(),
        ended.steps(),
        ended.untrusted(),
        now(),
        seed());
  }

  void onChildStarted(Task task, SupervisorMessage.ChildStarted started) {
    children.started(started);
    if (task instanceof Ended ended) {
      children.cancel(ended.cancelling());
    } else if (task instanceof Running running) {
      children.cancel(running.cancelled());
    }
    if (task instanceof Running running) {
      settle(running);
    }
  }

  void onChildCancelled(Task task, SupervisorMessage.ChildCancelled cancelled) {
    if (children.wasCancelled(cancelled)) {
      team.confirmedCancel(cancelled.assignment(), cancelled.attempt());
      tidy(task);
    }
  }

  void onParentHeard(Task task) {
    parentHasHeard = true;
    tidy(task);
  }

  private boolean allHaveHeard(Ended ended) {
    return team.hasHeardOfTheEnd(ended) && (parentHasHeard || ended.terms().parent() == null);
  }

  // Clients

  boolean await(ActorRef<Found> client) {
    return audience.await(client, now());
  }

  void onFollow(Task task, Follow follow) {
    audience.follow(follow.follower(), now());
    follow.follower().tell(new Signal.Advanced(task.sequence()));
    var watcher = follow.watcher();
    if (watcher != null && audience.watch(watcher, now()) && task instanceof Running running) {
      team.show(running, watcher);
    }
    restIfAbsent(task);
  }

  void answerAgain(Task task, ActorRef<Submitted> replyTo) {
    replyTo.tell(new Submitted.Durable(TaskViews.status(task), false));
    tidy(task);
  }

  // Redriving

  /** Nobody takes the row away, nor the task out of memory, before this is settled. */
  void keepRow(ActorRef<SupervisorMessage.Redriven> replyTo) {
    redrives++;
    rest();
    row.keep(now(), replyTo);
  }

  boolean isBeingRedriven() {
    return redrives > 0;
  }

  void releaseRow(Task task) {
    redrives = Math.max(0, redrives - 1);
    tidy(task);
  }

  void afterRedrive(Task task) {
    redrives = Math.max(0, redrives - 1);
    if (task instanceof Running running) {
      showing.redriven(running);
    }
    afterWrite(task);
  }

  // Removing

  /** Nobody asks for it again: a row that came with a submission's repetition goes, too. */
  void retired() {
    row.remove();
    rest();
  }

  /** Answered by {@link SupervisorMessage.Forgotten}. */
  void forget(ActorRef<SupervisorMessage.Removed> replyTo) {
    rest();
    context.pipeToSelf(
        hosting.histories().forget(id, now()),
        (isGone, failure) ->
            new SupervisorMessage.Forgotten(replyTo, Boolean.TRUE.equals(isGone), failure));
  }

  /**
   * Out of memory with what it remembers: the next submission begins a journal with the number one.
   */
  void onForgotten(SupervisorMessage.Forgotten forgotten) {
    if (forgotten.failure() != null) {
      context.getLog().warn("The journal of {} stays for now", id.key(), forgotten.failure());
    }
    forgotten
        .replyTo()
        .tell(
            forgotten.isGone()
                ? SupervisorMessage.Removed.GONE
                : SupervisorMessage.Removed.RETIRED);
    passivate();
  }

  // The end

  private void tellCancels(Ended ended) {
    team.tellCancels(ended);
    children.cancel(ended.cancelling());
    if (!parentHasHeard) {
      Children.tellParent(id, ended, context, ended.terms().parent());
    }
    alarm.set(allHaveHeard(ended) ? stayUntil : now().plus(hosting.settings().resendUnconfirmed()));
  }

  /** An ended task whose agents have all heard of it needs no row. */
  void tidy(Task task) {
    if (task instanceof Ended ended && needsNoRow(ended)) {
      row.remove();
    }
  }

  private boolean needsNoRow(Ended ended) {
    return allHaveHeard(ended) && redrives == 0;
  }

  // Time

  private Instant nextDueAt(Running running) {
    return running.nextDueAt(team.heard());
  }

  /** A heartbeat from outside: false if the token's attempt is not open. */
  boolean stillAtIt(Running running, String token) {
    var work = running.work().filter(open -> token.equals(open.token())).findFirst();
    work.ifPresent(open -> team.heardFrom(open.assignment()));
    return work.isPresent();
  }

  LastHeard heard() {
    return team.heard();
  }

  /** Before it is due: the index is looked at now and then only, and the alarm here is exact. */
  private Instant wakeAt(Running running) {
    var third = hosting.settings().passivateWhenWaitingLongerThan().dividedBy(3);
    var earlier = third.compareTo(WAKES_EARLIER) < 0 ? third : WAKES_EARLIER;
    return nextDueAt(running).minus(earlier);
  }

  private boolean isWaitingLong(Running running) {
    return running.canLeaveMemory() && waitsLong(running);
  }

  private boolean waitsLong(Running running) {
    var soon = now().plus(hosting.settings().passivateWhenWaitingLongerThan());
    return running.onlyWaits() && children.areDurable(running) && nextDueAt(running).isAfter(soon);
  }

  /** False while the row of a task that only waits may be far away. */
  boolean wouldBeFound(Running running) {
    return !running.onlyWaits() || row.isNear();
  }

  void bringRowNear() {
    if (!row.isComingNear()) {
      row.bringNear();
    }
  }

  boolean rowIsComingNear() {
    return row.isComingNear();
  }

  void onRowFound(Task task, RowFound found) {
    row.found(found);
    if (found.failure() == null && task instanceof Running running) {
      settle(running);
    }
  }

  void rowMoved(RowMoved moved) {
    row.moved(moved);
  }

  /** Whoever listens would hear nothing of a task that is not in memory until asking again. */
  void onRowMoved(Task task, RowMoved moved) {
    if (moved.failure() == null
        && task instanceof Running running
        && isWaitingLong(running)
        && wakeAt(running).equals(moved.dueAt())) {
      if (audience.until(now()).isEmpty()) {
        passivate();
      } else {
        rearm(task);
      }
    }
  }

  void rearm(Task task) {
    if (task instanceof Running running) {
      var due = nextDueAt(running);
      var timer = due.isBefore(timersFrom) ? timersFrom : due;
      alarm.set(
          Stream.of(
                  Stream.of(timer),
                  team.nextDueAt().stream(),
                  children.nextDueAt().stream(),
                  audience.until(now()).stream())
              .flatMap(dueAt -> dueAt)
              .min(Instant::compareTo)
              .orElse(timer));
    }
  }

  /** What is in memory and has not ended is this node's load. */
  private void count(Task task) {
    count(task instanceof Running || task instanceof Copying);
  }

  private void count(boolean isUnderWay) {
    if (isUnderWay && !isCounted) {
      hosting.admission().begun();
    } else if (isCounted && !isUnderWay) {
      hosting.admission().ended();
    }
    isCounted = isUnderWay;
  }

  /** Why it cannot begin here now; empty if it can, and then it is counted. */
  Optional<String> takeOn() {
    var refusal = isCounted ? Optional.<String>empty() : hosting.admission().takeOn();
    isCounted = refusal.isEmpty();
    return refusal;
  }

  void stopped() {
    alarm.stop();
    count(false);
  }

  private void rest() {
    stayUntil = now().plus(hosting.settings().linger());
    alarm.set(stayUntil);
  }

  void restIfAbsent(Task task) {
    if (task.isUnknown()) {
      passivate();
    }
  }

  /**
   * A task that leaves memory by itself may have been given something to do by a message that
   * overtook its end; one whose shard moves goes on at its new home.
   */
  void onStop(Task task) {
    if (hasToStay(task)) {
      ClusterSharding.get(context.getSystem())
          .entityRefFor(Supervisor.KEY, id.key())
          .tell(new SupervisorMessage.WakeUp(now()));
    }
  }

  private boolean hasToStay(Task task) {
    return switch (task) {
      case Task.Absent _, Retired _ -> false;
      case Copying _ -> true;
      case Running running -> !isWaitingLong(running);
      case Ended ended -> !allHaveHeard(ended);
    };
  }

  void passivate() {
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }

  private Instant now() {
    return hosting.clock().instant();
  }

  private long seed() {
    return hosting.seeds().getAsLong();
  }
}
