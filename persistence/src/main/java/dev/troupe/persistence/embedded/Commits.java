package dev.troupe.persistence.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells live queries that there is something new to read; what it is they read themselves. */
final class Commits {
  /** A topic of each journal, and of each tag; {@link Journal} forms both. */
  private final ConcurrentHashMap<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  void subscribe(String topic, Runnable listener) {
    listeners.compute(
        topic,
        (_, others) -> {
          Set<Runnable> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(listener);
          return all;
        });
  }

  void unsubscribe(String topic, Runnable listener) {
    listeners.computeIfPresent(
        topic,
        (_, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  void publish(Set<String> topics) {
    for (var topic : topics) {
      listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
    }
  }
}
