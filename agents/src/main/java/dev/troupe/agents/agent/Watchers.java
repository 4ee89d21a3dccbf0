package dev.troupe.agents.agent;

import dev.troupe.agents.Writing;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** Who wants to see what an agent's models write; looked at from the threads of their calls. */
final class Watchers {
  private static final int AT_MOST = 256;

  private volatile Set<ActorRef<Writing>> all = Set.of();

  /** False if it was there already, or there is no more room. */
  boolean add(ActorRef<Writing> watcher) {
    if (all.contains(watcher) || all.size() >= AT_MOST) {
      return false;
    }
    var more = new HashSet<>(all);
    more.add(watcher);
    all = Set.copyOf(more);
    return true;
  }

  void remove(ActorRef<Writing> watcher) {
    var fewer = new HashSet<>(all);
    fewer.remove(watcher);
    all = Set.copyOf(fewer);
  }

  boolean areNone() {
    return all.isEmpty();
  }

  void tell(Writing writing) {
    all.forEach(watcher -> watcher.tell(writing));
  }
}
