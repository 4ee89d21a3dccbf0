package dev.troupe.supervisor.task;

import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Answer;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Writing;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The agents and functions that work for a task: what they are told, and what they have confirmed.
 * In memory only: after a restart they are told again.
 */
final class Team {
  private record Attempt(int assignment, int attempt) {
    static Attempt of(Work work) {
      return new Attempt(work.assignment(), work.attempt());
    }
  }

  private final TaskId id;
  private final Hosting hosting;
  private final ActorRef<AgentReply> replies;
  private final Supplier<Set<ActorRef<Writing>>> watchers;
  private final Deliveries deliveries;
  private final Set<Attempt> cancelled = new HashSet<>();
  private final Set<Attempt> toldCancelled = new HashSet<>();
  private final Map<Integer, Instant> heardAt = new HashMap<>();
  private final Instant startedAt;
  private final TaskTelemetry told;
  private boolean cancels;

  /**
   * @param watchers who wants to see what models write
   */
  Team(
      TaskId id,
      Hosting hosting,
      TaskTelemetry told,
      ActorRef<AgentReply> replies,
      Supplier<Set<ActorRef<Writing>>> watchers) {
    this.told = told;
    this.id = id;
    this.hosting = hosting;
    this.replies = replies;
    this.watchers = watchers;
    this.startedAt = hosting.clock().instant();
    var settings = hosting.settings();
    this.deliveries = new Deliveries(settings.resendUnconfirmed(), settings.resendConfirmed());
  }

  /** The task has been read again: everybody is asked again. */
  void forgetDeliveries() {
    deliveries.forget();
  }

  void tellWork(Running running) {
    heardAt.keySet().removeIf(number -> running.work().noneMatch(w -> w.assignment() == number));
    tellCancelled(running);
    deliveries.send(
        running.openWork().filter(Work::isToBeTold).toList(),
        hosting.clock().instant(),
        work -> assign(running, work, Answers.last(running, work)));
  }

  /** Whether what an agent asks has been answered: then it is told, for it may have lost it. */
  boolean answers(Task task, AgentReply.Asks asks) {
    if (!(task instanceof Running running)) {
      return false;
    }
    var told =
        running
            .openWork()
            .filter(work ->
                work.isForAgent()
                    && work.assignment() == asks.assignment()
                    && work.attempt() == asks.attempt())
            .findFirst();
    var answers = told.map(work -> Answers.to(running, work, asks.asks())).orElse(List.of());
    if (told.isEmpty() || answers.isEmpty()) {
      return false;
    }
    assign(running, told.get(), answers);
    return true;
  }

  /** There is a message for them. */
  void tellAgain(List<Integer> assignments) {
    assignments.forEach(deliveries::again);
  }

  void confirmed(int assignment, int attempt) {
    deliveries.confirm(assignment, attempt);
    heardFrom(assignment);
  }

  void heardFrom(int assignment) {
    heardAt.put(assignment, hosting.clock().instant());
  }

  /** What was said before a restart is forgotten: everybody's window begins anew. */
  LastHeard heard() {
    return assignment -> heardAt.getOrDefault(assignment, startedAt);
  }

  /** Once here, and until it is confirmed at the task's end. */
  private void tellCancelled(Running running) {
    for (var work : running.cancelled()) {
      if (work.isToBeStopped() && toldCancelled.add(Attempt.of(work))) {
        cancel(work);
      }
    }
  }

  private void cancel(Work work) {
    hosting
        .agents()
        .tell(
            work.role(),
            id.agent(work.agent()),
            new AgentCommand.Cancel(work.assignment(), work.attempt(), replies));
  }

  Optional<Instant> nextDueAt() {
    return deliveries.nextDueAt();
  }

  private void assign(Running running, Work work, List<Answer> answers) {
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
            told.traceparent(running, work),
            work.isForAgent() ? running.charge(id.id()) : null,
            work.calls().callers().isEmpty() ? null : work.calls().callers(),
            work.unheardFrom() < work.attempt() ? work.unheardFrom() : null,
            running.isAlone(work) ? true : null,
            work.untrusted() ? true : null);
    hosting
        .agents()
        .tell(
            work.role(),
            assignment.agent(),
            new AgentCommand.Assign(assignment, replies, answers, running.messages().of(work)));
    if (work.isForAgent()) {
      watchers.get().forEach(watcher -> show(work, watcher));
    }
  }

  /** Whoever is at work shows somebody what models write, and who begins later does too. */
  void show(Running running, ActorRef<Writing> watcher) {
    running
        .openWork()
        .filter(work -> work.isToBeTold() && work.isForAgent())
        .forEach(work -> show(work, watcher));
  }

  private void show(Work work, ActorRef<Writing> watcher) {
    hosting.agents().tell(work.role(), id.agent(work.agent()), new AgentCommand.Watch(watcher));
  }

  /** From now on who still works on the ended task is told to stop. */
  void beginCancelling() {
    cancels = true;
  }

  void confirmedCancel(int assignment, int attempt) {
    cancelled.add(new Attempt(assignment, attempt));
  }

  boolean hasHeardOfTheEnd(Ended ended) {
    return uncancelled(ended).isEmpty();
  }

  void tellCancels(Ended ended) {
    uncancelled(ended).stream().filter(Work::isToBeStopped).forEach(this::cancel);
  }

  private List<Work> uncancelled(Ended ended) {
    return cancels
        ? ended.cancelling().stream().filter(work -> !cancelled.contains(Attempt.of(work))).toList()
        : List.of();
  }
}
