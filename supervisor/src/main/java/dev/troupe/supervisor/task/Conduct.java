package dev.troupe.supervisor.task;

import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import dev.troupe.supervisor.task.SupervisorMessage.AgentReplied;
import dev.troupe.supervisor.task.SupervisorMessage.Alarm;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.GoOn;
import dev.troupe.supervisor.task.SupervisorMessage.RowMoved;
import dev.troupe.supervisor.task.SupervisorMessage.Signal;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor does beside writing its journal: tells agents, answers clients, keeps its row
 * in the wake-up index, sets its alarm, leaves memory.
 */
final class Conduct {
  /** A row whose submission never came may be cleared after this time. */
  private static final Duration ROW_IS_ORPHAN_AFTER = Duration.ofMinutes(10);

  private final TaskId id;
  private final Hosting hosting;
  private final ActorContext<SupervisorMessage> context;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActorRef<AgentReply> replies;
  private final Deliveries deliveries;
  private final Audience audience;
  private final Set<Integer> cancelled = new HashSet<>();
  private Cancellable alarm = Cancellable.alreadyCancelled();
  private @Nullable Instant alarmAt;
  private Instant timersFrom = Instant.MIN;
  private Instant stayUntil = Instant.MIN;
  private boolean cancels;

  Conduct(
      TaskId id,
      Hosting hosting,
      ActorContext<SupervisorMessage> context,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    this.id = id;
    this.hosting = hosting;
    this.context = context;
    this.shard = shard;
    this.replies = context.messageAdapter(AgentReply.class, AgentReplied::new);
    var settings = hosting.settings();
    this.deliveries = new Deliveries(settings.resendUnconfirmed(), settings.resendConfirmed());
    this.audience = new Audience(settings.waitingClients());
  }

  // What the supervisor meets

  /** Agents are asked first; a timer that was overdue waits for their answers. */
  void onRecovered(Task task) {
    timersFrom = now().plus(hosting.settings().grace());
    switch (task) {
      case Task.Absent _ -> {}
      case Running running -> onward(running);
      case Ended _ -> rest();
    }
  }

  void afterWrite(Task task) {
    audience.signal(new Signal.Advanced(task.sequence()), now());
    switch (task) {
      case Task.Absent _ -> {}
      case Running running -> onward(running);
      case Ended ended -> onEnded(ended);
    }
  }

  private void onward(Running running) {
    if (running.runnable().isPresent()) {
      context.getSelf().tell(new GoOn());
    }
    deliveries.send(running.openWork().toList(), now(), work -> assign(running, work));
    if (isWaitingLong(running)) {
      moveRow(running.nextDueAt());
    }
    rearm(running);
  }

  private void onEnded(Ended ended) {
    cancels = true;
    audience.answer(new Found(TaskViews.of(id.id(), ended)));
    tidy(ended);
    rest();
    tellCancels(ended);
  }

  /** True where timers may have fallen due. */
  boolean onAlarm(Task task) {
    alarmAt = null;
    switch (task) {
      case Task.Absent _ -> passivate();
      case Running running -> {
        if (!running.nextDueAt().isAfter(now()) && !timersFrom.isAfter(now())) {
          return true;
        }
        onward(running);
      }
      case Ended ended -> {
        if (uncancelled(ended).isEmpty() && !stayUntil.isAfter(now())) {
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
          removeRow();
        }
        passivate();
      }
      case Running _ -> {}
      case Ended ended -> {
        cancels = true;
        tidy(ended);
        tellCancels(ended);
      }
    }
  }

  /** What an agent's answer asks of the task; empty where it only says how far it is. */
  Optional<TaskCommand> heard(Task task, AgentReply reply) {
    return switch (reply) {
      case AgentReply.Working(var assignment, var attempt) -> {
        deliveries.confirm(assignment, attempt);
        yield Optional.empty();
      }
      case AgentReply.Progress progress -> {
        onProgress(task, progress);
        yield Optional.empty();
      }
      case AgentReply.Returned(var assignment, var attempt, var output, var sequence, var usage) ->
          Optional.of(
              new TaskCommand.AcceptReturn(
                  assignment, attempt, output, sequence, usage, now(), seed()));
      case AgentReply.Failed(var assignment, var attempt, var error, var cause, var usage) ->
          Optional.of(
              new TaskCommand.AcceptFailure(
                  assignment, attempt, error, cause, usage, now(), seed()));
      case AgentReply.Cancelled(var assignment, _) -> {
        cancelled.add(assignment);
        tidy(task);
        yield Optional.empty();
      }
    };
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

  // Clients

  boolean await(ActorRef<Found> client) {
    return audience.await(client, now());
  }

  void onFollow(Task task, ActorRef<Signal> follower) {
    audience.follow(follower, now());
    follower.tell(new Signal.Advanced(task.sequence()));
    restIfAbsent(task);
  }

  void answerAgain(Task task, ActorRef<Submitted> replyTo) {
    replyTo.tell(new Submitted.Durable(TaskViews.status(task), false));
    tidy(task);
  }

  // Agents

  private void assign(Running running, Work work) {
    var terms = running.terms();
    var assignment =
        new Assignment(
            id.agent(work.agent()),
            work.assignment(),
            work.attempt(),
            work.role(),
            work.roleHash(),
            work.input().json(),
            terms.knowledge(),
            work.deadline(),
            terms.traceparent());
    hosting
        .agents()
        .tell(work.role(), assignment.agent(), new AgentCommand.Assign(assignment, replies));
  }

  private void tellCancels(Ended ended) {
    if (cancels) {
      for (var work : uncancelled(ended)) {
        hosting
            .agents()
            .tell(
                work.role(),
                id.agent(work.agent()),
                new AgentCommand.Cancel(work.assignment(), work.attempt(), replies));
      }
    }
    setAlarm(
        uncancelled(ended).isEmpty()
            ? stayUntil
            : now().plus(hosting.settings().resendUnconfirmed()));
  }

  private List<Work> uncancelled(Ended ended) {
    return cancels
        ? ended.cancelling().stream()
            .filter(work -> !cancelled.contains(work.assignment()))
            .toList()
        : List.of();
  }

  // The wake-up index

  /** An ended task whose agents have all heard of it needs no row. */
  void tidy(Task task) {
    if (task instanceof Ended ended && uncancelled(ended).isEmpty()) {
      removeRow();
    }
  }

  private void removeRow() {
    var _ =
        hosting
            .wakeUps()
            .remove(id.key())
            .exceptionally(failure -> {
              context.getSystem().log().warn("The row of {} stays: {}", id.key(), failure);
              return null;
            });
  }

  private boolean isWaitingLong(Running running) {
    var soon = now().plus(hosting.settings().passivateWhenWaitingLongerThan());
    return running.isWaiting() && running.nextDueAt().isAfter(soon);
  }

  /** The row moves before the actor leaves memory. */
  private void moveRow(Instant dueAt) {
    context.pipeToSelf(
        hosting.wakeUps().schedule(id.key(), dueAt), (_, failure) -> new RowMoved(dueAt, failure));
  }

  void onRowMoved(Task task, RowMoved moved) {
    if (moved.failure() == null
        && task instanceof Running running
        && isWaitingLong(running)
        && running.nextDueAt().equals(moved.dueAt())) {
      passivate();
    }
  }

  // Time

  void rearm(Task task) {
    if (task instanceof Running running) {
      var due = running.nextDueAt();
      var timer = due.isBefore(timersFrom) ? timersFrom : due;
      setAlarm(
          Stream.concat(Stream.of(timer), deliveries.nextDueAt().stream())
              .min(Instant::compareTo)
              .orElse(timer));
    }
  }

  /** One timer for everything: it is only touched when something is due sooner than before. */
  private void setAlarm(Instant at) {
    if (alarmAt == null || at.isBefore(alarmAt)) {
      alarmAt = at;
      var delay = Duration.between(now(), at);
      alarm.cancel();
      alarm =
          context.scheduleOnce(
              delay.isNegative() ? Duration.ZERO : delay, context.getSelf(), new Alarm());
    }
  }

  /** The timer would keep what has left memory known to the scheduler. */
  void stopped() {
    alarm.cancel();
  }

  private void rest() {
    stayUntil = now().plus(hosting.settings().linger());
    setAlarm(stayUntil);
  }

  void restIfAbsent(Task task) {
    if (task instanceof Task.Absent) {
      passivate();
    }
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
