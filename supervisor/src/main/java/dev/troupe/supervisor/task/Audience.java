package dev.troupe.supervisor.task;

import dev.troupe.agents.Writing;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;

/** Who wants to hear of a task. In memory only: those who still care ask again. */
final class Audience {
  /** Longer than the time after which clients ask again. */
  static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

  private final int atMost;
  private final Map<ActorRef<Found>, Instant> waiting = new HashMap<>();
  private final Map<ActorRef<Signal>, Instant> followers = new HashMap<>();
  private final Map<ActorRef<Writing>, Instant> watchers = new HashMap<>();

  Audience(int atMost) {
    this.atMost = atMost;
  }

  /** False where there is no more room. */
  boolean await(ActorRef<Found> client, Instant now) {
    return enter(waiting, client, now);
  }

  boolean follow(ActorRef<Signal> follower, Instant now) {
    return enter(followers, follower, now);
  }

  boolean watch(ActorRef<Writing> watcher, Instant now) {
    return enter(watchers, watcher, now);
  }

  /** Who wants to see what models write. */
  Set<ActorRef<Writing>> watchers(Instant now) {
    if (!watchers.isEmpty()) {
      watchers.values().removeIf(since -> since.plus(FORGOTTEN_AFTER).isBefore(now));
    }
    return watchers.keySet();
  }

  private <T> boolean enter(Map<ActorRef<T>, Instant> room, ActorRef<T> one, Instant now) {
    if (room.size() >= atMost) {
      room.values().removeIf(since -> since.plus(FORGOTTEN_AFTER).isBefore(now));
    }
    if (room.size() >= atMost && !room.containsKey(one)) {
      return false;
    }
    room.put(one, now);
    return true;
  }

  /**
   * When the last of them will have been forgotten, if nobody asks again; empty if nobody is there.
   */
  Optional<Instant> until(Instant now) {
    return Stream.concat(waiting.values().stream(), followers.values().stream())
        .max(Instant::compareTo)
        .map(since -> since.plus(FORGOTTEN_AFTER))
        .filter(now::isBefore);
  }

  void signal(Signal signal, Instant now) {
    if (!followers.isEmpty()) {
      followers.values().removeIf(since -> since.plus(FORGOTTEN_AFTER).isBefore(now));
      followers.keySet().forEach(follower -> follower.tell(signal));
    }
  }

  void answer(Found ended) {
    waiting.keySet().forEach(client -> client.tell(ended));
    waiting.clear();
  }
}
