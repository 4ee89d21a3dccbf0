package dev.troupe.supervisor.task;

import dev.troupe.agents.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task counts.
 *
 * @param sequence of the last event
 * @param frames how many there have been, the top one aside
 * @param assignments how many there have been
 * @param children how many of them were tasks of their own that count their steps themselves
 * @param agents the number of each role's agent in each open frame
 * @param agentsInAll how many there have been
 * @param models that answered
 * @param lent steps that tasks of its own have, where the limit holds for all together
 */
record Progress(
    long sequence,
    int frames,
    int assignments,
    int children,
    Map<Seat, Integer> agents,
    int agentsInAll,
    Spent spent,
    Set<String> models,
    LentSteps lent) {
  static final Progress NONE =
      new Progress(0, 0, 0, 0, Map.of(), 0, Spent.NOTHING, Set.of(), LentSteps.NONE);

  /** A role's place in a frame: who is called there again is the same agent, and remembers. */
  record Seat(String role, int frame) {}

  Progress next() {
    return new Progress(
        sequence + 1, frames, assignments, children, agents, agentsInAll, spent, models, lent);
  }

  /** With nothing used yet. */
  Progress unpaid() {
    return new Progress(
        sequence, frames, assignments, children, agents, agentsInAll, spent.unpaid(), models, lent);
  }

  Progress frame(int number) {
    return new Progress(
        sequence,
        Math.max(frames, number),
        assignments,
        children,
        agents,
        agentsInAll,
        spent,
        models,
        lent);
  }

  /** To a task of its own, which is no step of this one. */
  Progress child(int assignment) {
    return new Progress(
        sequence,
        frames,
        Math.max(assignments, assignment),
        children + 1,
        agents,
        agentsInAll,
        spent,
        models,
        lent);
  }

  /** How many steps the task has taken itself, or lent. */
  int steps() {
    return assignments - children + lent.sum();
  }

  Progress lent(int assignment, @Nullable Integer steps) {
    return steps == null ? this : with(lent.with(assignment, steps));
  }

  /** Nobody works at it any more. */
  Progress settled(int assignment, @Nullable Integer steps) {
    return with(lent.without(assignment, steps));
  }

  Progress with(LentSteps other) {
    return new Progress(
        sequence, frames, assignments, children, agents, agentsInAll, spent, models, other);
  }

  /** To somebody who is no agent. */
  Progress assigned(int assignment) {
    return new Progress(
        sequence,
        frames,
        Math.max(assignments, assignment),
        children,
        agents,
        agentsInAll,
        spent,
        models,
        lent);
  }

  /** To an agent that nobody will call again. */
  Progress called(int assignment, int agent) {
    return new Progress(
        sequence,
        frames,
        Math.max(assignments, assignment),
        children,
        agents,
        Math.max(agentsInAll, agent),
        spent,
        models,
        lent);
  }

  Progress assigned(int assignment, Seat seat, int agent) {
    return new Progress(
        sequence,
        frames,
        Math.max(assignments, assignment),
        children,
        agents.containsKey(seat) ? agents : Copies.with(agents, seat, agent),
        Math.max(agentsInAll, agent),
        spent,
        models,
        lent);
  }

  /**
   * @param engine the model's name, or those of several models as {@link TaskViews} joins them
   */
  Progress used(Usage more, String engine, Spent.Place place) {
    return new Progress(
        sequence,
        frames,
        assignments,
        children,
        agents,
        agentsInAll,
        spent.plus(more, place),
        with(engine),
        lent);
  }

  private Set<String> with(String engine) {
    if (engine.isEmpty() || models.contains(engine)) {
      return models;
    }
    var all = models;
    for (var model : engine.split(TaskViews.BETWEEN_MODELS, -1)) {
      all = Copies.with(all, model);
    }
    return all;
  }

  /** Nobody is called again in a frame that has come to its end; one that failed may come back. */
  Progress without(int frame) {
    if (agents.keySet().stream().noneMatch(seat -> seat.frame() == frame)) {
      return this;
    }
    Map<Seat, Integer> left = new HashMap<>(agents);
    left.keySet().removeIf(seat -> seat.frame() == frame);
    return new Progress(
        sequence, frames, assignments, children, left, agentsInAll, spent, models, lent);
  }

  Progress with(Spent other) {
    return new Progress(
        sequence, frames, assignments, children, agents, agentsInAll, other, models, lent);
  }

  Usage usage() {
    return spent.total();
  }

  int agent(Seat seat) {
    var number = agents.get(seat);
    return number == null ? agentsInAll + 1 : number;
  }
}
