package dev.troupe.supervisor.task;

import dev.troupe.agents.Usage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task has used of models.
 *
 * @param byPlace no more entries than the workflow has states
 */
record Spent(Usage total, Map<Place, Usage> byPlace) {
  static final Spent NOTHING = new Spent(Usage.NONE, Map.of());

  /** Who used it, and in which state of the workflow. */
  record Place(String state, String role) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::state).thenComparing(Place::role);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  Spent plus(Usage more, Place place) {
    if (more.equals(Usage.NONE)) {
      return this;
    }
    var known = byPlace.getOrDefault(place, Usage.NONE);
    return new Spent(total.plus(more), Copies.with(byPlace, place, known.plus(more)));
  }

  List<Map.Entry<Place, Usage>> inOrder() {
    return List.copyOf(new TreeMap<>(byPlace).entrySet());
  }
}
