package dev.troupe.supervisor.task;

import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The agents that work for a task: what they are told, and what they have confirmed. In memory
 * only: after a restart they are told again.
 */
final class Team {
  private final TaskId id;
  private final Hosting hosting;
  private final ActorRef<AgentReply> replies;
  private final Deliveries deliveries;
  private final Set<Integer> cancelled = new HashSet<>();
  private boolean cancels;

  Team(TaskId id, Hosting hosting, ActorRef<AgentReply> replies) {
    this.id = id;
    this.hosting = hosting;
    this.replies = replies;
    var settings = hosting.settings();
    this.deliveries = new Deliveries(settings.resendUnconfirmed(), settings.resendConfirmed());
  }

  void tellWork(Running running) {
    deliveries.send(
        running.openWork().toList(), hosting.clock().instant(), work -> assign(running, work));
  }

  void confirmed(int assignment, int attempt) {
    deliveries.confirm(assignment, attempt, hosting.clock().instant());
  }

  LastHeard heard() {
    return deliveries::heardAt;
  }

  Optional<Instant> nextDueAt() {
    return deliveries.nextDueAt();
  }

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

  /** From now on who still works on the ended task is told to stop. */
  void beginCancelling() {
    cancels = true;
  }

  void confirmedCancel(int assignment) {
    cancelled.add(assignment);
  }

  boolean hasHeardOfTheEnd(Ended ended) {
    return uncancelled(ended).isEmpty();
  }

  void tellCancels(Ended ended) {
    for (var work : uncancelled(ended)) {
      hosting
          .agents()
          .tell(
              work.role(),
              id.agent(work.agent()),
              new AgentCommand.Cancel(work.assignment(), work.attempt(), replies));
    }
  }

  private List<Work> uncancelled(Ended ended) {
    return cancels
        ? ended.cancelling().stream()
            .filter(work -> !cancelled.contains(work.assignment()))
            .toList()
        : List.of();
  }
}
