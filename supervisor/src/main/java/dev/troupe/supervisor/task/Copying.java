package dev.troupe.supervisor.task;

/**
 * A fork whose history is still being copied: it has no life of its own yet.
 *
 * @param terms its own
 * @param origin where the history comes from
 * @param copied the task that the events so far tell of; it may have ended and been redriven
 */
record Copying(Terms terms, TaskEvent.Origin origin, Task copied) implements Task {

  static Copying begin(TaskEvent.TaskSubmitted submitted, TaskEvent.Origin origin) {
    var first = Running.begin(submitted);
    return new Copying(first.terms(), origin, first);
  }

  boolean isComplete() {
    return sequence() >= origin.sequence();
  }

  @Override
  public Task evolve(TaskEvent event) {
    var next = copied.evolve(event);
    return isComplete() && next instanceof Running forked
        ? forked.as(terms)
        : new Copying(terms, origin, next);
  }
}
