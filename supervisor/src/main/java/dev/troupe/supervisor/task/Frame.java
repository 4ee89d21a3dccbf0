package dev.troupe.supervisor.task;

import java.util.Map;
import java.util.stream.Stream;

/**
 * One entry of a machine: the workflow itself, or a branch of a Map or Parallel.
 *
 * @param number {@link #TOP} for the workflow itself
 * @param parent the frame whose state this is a branch of; the top's is its own
 * @param index of the item or machine, from 0
 */
record Frame(int number, int parent, int index, Position position, Map<String, Held> variables) {
  static final int TOP = 0;

  static Frame top(Held input) {
    return new Frame(TOP, TOP, 0, new Position.Starting(input), Map.of());
  }

  boolean isTop() {
    return number == TOP;
  }

  Frame at(Position next) {
    return new Frame(number, parent, index, next, variables);
  }

  Frame with(Map<String, Held> assigned) {
    return assigned.isEmpty()
        ? this
        : new Frame(number, parent, index, position, Copies.with(variables, assigned));
  }

  Visit visit() {
    var visit = position.visited();
    if (visit == null) {
      throw new IllegalStateException("Frame %d is in no state".formatted(number));
    }
    return visit;
  }

  Stream<Held> held() {
    return Stream.concat(variables.values().stream(), position.held());
  }
}
