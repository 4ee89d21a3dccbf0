package dev.troupe.agents.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ended tasks whose entries are to go: soon, and once more when what was under way from other nodes
 * has arrived. Many go together, because a look at a bucket costs the same for one as for all.
 */
final class Removals {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(15);

  private final Set<String> soon = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> later = new ConcurrentHashMap<>();

  void add(String task, Instant now) {
    later.put(task, now.plus(AGAIN_AFTER));
    soon.add(task);
  }

  void callOff(String task) {
    soon.remove(task);
    later.remove(task);
  }

  /** Those to be removed now. */
  Set<String> take(Instant now) {
    var due = new HashSet<String>();
    soon.removeIf(due::add);
    later.entrySet().removeIf(task -> !task.getValue().isAfter(now) && take(due, task.getKey()));
    return due;
  }

  private static boolean take(Set<String> due, String task) {
    due.add(task);
    return true;
  }
}
