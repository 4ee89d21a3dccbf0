package dev.troupe.supervisor.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which children were asked to begin, and what came of it. Each attempt has a child of its own, and
 * an attempt that was overtaken may still be beginning.
 */
final class Starts {
  private record Attempt(int assignment, int attempt) {}

  private record Start(Instant at, boolean answered, boolean durable) {}

  private final Duration patience;
  private final Map<Attempt, Start> starts = new HashMap<>();

  /**
   * @param patience after which what was not answered is asked again
   */
  Starts(Duration patience) {
    this.patience = patience;
  }

  /** Forgets what is settled and not wanted any more. */
  void keep(Collection<Work> wanted) {
    starts
        .entrySet()
        .removeIf(start ->
            start.getValue().answered()
                && wanted.stream().map(Starts::of).noneMatch(start.getKey()::equals));
  }

  boolean isDue(Work work, Instant now) {
    var start = starts.get(of(work));
    return start == null || (!start.durable() && !now.isBefore(dueAt(start)));
  }

  void begin(Work work, Instant now) {
    starts.put(of(work), new Start(now, false, false));
  }

  void answered(int assignment, int attempt, boolean isDurable) {
    starts.computeIfPresent(
        new Attempt(assignment, attempt), (_, start) -> new Start(start.at(), true, isDurable));
  }

  /** Nobody knows yet whether it is there. */
  boolean isUnderWay(Work work) {
    var start = starts.get(of(work));
    return start != null && !start.answered();
  }

  boolean isDurable(Work work) {
    var start = starts.get(of(work));
    return start != null && start.durable();
  }

  Optional<Instant> nextDueAt() {
    return starts.values().stream()
        .filter(start -> !start.durable())
        .map(this::dueAt)
        .min(Instant::compareTo);
  }

  private Instant dueAt(Start start) {
    return start.at().plus(patience);
  }

  private static Attempt of(Work work) {
    return new Attempt(work.assignment(), work.attempt());
  }
}
