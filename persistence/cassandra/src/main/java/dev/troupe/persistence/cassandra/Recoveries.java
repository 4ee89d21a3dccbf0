package dev.troupe.persistence.cassandra;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.ActorRef;

/**
 * Which recoveries are waited for: of each actor the last one, while it lives. Who has ended, or
 * begun anew, is neither answered nor judged by what it had asked for.
 */
final class Recoveries {
  private final Map<ActorRef, Long> last = new HashMap<>();
  private long begun;

  /** A number for the recovery. */
  long begin(ActorRef actor) {
    begun++;
    last.put(actor, begun);
    return begun;
  }

  /** The number of the actor's last recovery; 0 for none. */
  long last(ActorRef actor) {
    return last.getOrDefault(actor, 0L);
  }

  boolean isAwaited(ActorRef actor, long recovery) {
    return Objects.equals(last.get(actor), recovery) && !Lives.isGone(actor);
  }

  void ended(ActorRef actor) {
    last.remove(actor);
  }
}
