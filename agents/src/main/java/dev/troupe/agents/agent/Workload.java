package dev.troupe.agents.agent;

import dev.troupe.agents.AgentCommand.Assign;
import dev.troupe.agents.AgentCommand.Cancel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is at, and what waits behind it. In memory only: the supervisor assigns again what
 * is lost.
 */
final class Workload {
  private final int waitingAtMost;
  private final Deque<Assign> waiting = new ArrayDeque<>();
  private @Nullable Run run;

  /** The assignment at work, with whoever asked last, and what it waits for. */
  record Run(Assign assign, Underway turn) {
    boolean isOf(int assignment, int attempt) {
      return assign.assignment().number() == assignment && assign.assignment().attempt() == attempt;
    }
  }

  Workload(int waitingAtMost) {
    this.waitingAtMost = waitingAtMost;
  }

  /** Null where nothing is at work. */
  @Nullable Run run() {
    return run;
  }

  boolean isAt(Underway turn) {
    return run != null && run.turn() == turn;
  }

  void begin(Assign assign, Underway turn) {
    run = new Run(assign, turn);
  }

  void end() {
    run = null;
  }

  void stop() {
    var current = run;
    run = null;
    if (current != null) {
      current.turn().stop();
    }
  }

  /** In place of an earlier attempt, if one waits; false if there is no room. */
  boolean queue(Assign assign) {
    waiting.removeIf(other -> other.assignment().number() == assign.assignment().number());
    return waiting.size() < waitingAtMost && waiting.add(assign);
  }

  /** Whether that assignment waits, at this attempt or a later one. */
  boolean isWaiting(Assign assign) {
    return waiting.stream()
        .map(Assign::assignment)
        .anyMatch(other ->
            other.number() == assign.assignment().number()
                && other.attempt() >= assign.assignment().attempt());
  }

  int waiting() {
    return waiting.size();
  }

  /** At work first. */
  List<Assign> all() {
    var all = new ArrayList<Assign>();
    if (run != null) {
      all.add(run.assign());
    }
    all.addAll(waiting);
    return all;
  }

  @Nullable Assign next() {
    return waiting.poll();
  }

  /** Whether it is at work or waits. */
  void drop(Cancel cancel) {
    if (run != null && isMeant(cancel, run.assign())) {
      stop();
    }
    waiting.removeIf(assign -> isMeant(cancel, assign));
  }

  private static boolean isMeant(Cancel cancel, Assign assign) {
    var assignment = assign.assignment();
    return assignment.number() == cancel.assignment() && assignment.attempt() <= cancel.attempt();
  }
}
