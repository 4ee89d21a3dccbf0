package dev.troupe.supervisor.task;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a limit that holds for several tasks together, as far as others than this one have them.
 *
 * @param taken by tasks that have come back, and by those that nobody waits for any more
 * @param open what those may take that are under way, by their assignments
 */
record LentSteps(int taken, SortedMap<Integer, Integer> open) {
  static final LentSteps NONE = new LentSteps(0, new TreeMap<>());

  int sum() {
    return taken + open.values().stream().mapToInt(Integer::intValue).sum();
  }

  LentSteps with(int assignment, int steps) {
    return new LentSteps(taken, Copies.with(open, assignment, (Integer) steps));
  }

  /**
   * @param used null where that is not known: what was lent counts as taken
   */
  LentSteps without(int assignment, @Nullable Integer used) {
    var lent = open.get(assignment);
    if (lent == null) {
      return this;
    }
    var spent = used == null ? lent : Math.min(used, lent);
    return new LentSteps(taken + spent, Copies.without(open, assignment));
  }

  LentSteps closed() {
    return new LentSteps(sum(), new TreeMap<>());
  }
}
