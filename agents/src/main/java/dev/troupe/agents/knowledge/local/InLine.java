package dev.troupe.agents.knowledge.local;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which collections the index is in line with. Where other processes add to the same store, that
 * holds for a while only, and as long as the collection's mark stays the same.
 */
final class InLine {
  private record Seen(String mark, long nanos) {}

  private final Optional<Duration> recheck;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param recheck after which time the mark is to be looked at again; empty where nobody else adds
   */
  InLine(Optional<Duration> recheck) {
    this.recheck = recheck;
  }

  boolean isKnown(String scope) {
    return seen.containsKey(scope);
  }

  boolean isFresh(String scope) {
    Seen last = seen.get(scope);
    return last != null
        && recheck.map(time -> System.nanoTime() - last.nanos() < time.toNanos()).orElse(true);
  }

  /** Whether that was the mark when the index was brought in line. */
  boolean isAt(String scope, String mark) {
    Seen last = seen.get(scope);
    return last != null && last.mark().equals(mark);
  }

  /**
   * @param mark as it was before the index was brought in line
   */
  void at(String scope, String mark) {
    seen.put(scope, new Seen(mark, System.nanoTime()));
  }

  void forget(String scope) {
    seen.remove(scope);
  }
}
