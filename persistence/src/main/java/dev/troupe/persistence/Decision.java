package dev.troupe.persistence;

import java.util.List;

/**
 * What a decider answers: facts to persist, or the one reason why nothing happened.
 *
 * @param <E> the events
 * @param <R> the rejections
 */
public sealed interface Decision<E, R> {

  /** An empty list means: nothing new, and no fault (a repeated command). */
  record Accepted<E, R>(List<E> events) implements Decision<E, R> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  record Rejected<E, R>(R reason) implements Decision<E, R> {}

  static <E, R> Decision<E, R> accept(E event) {
    return new Accepted<>(List.of(event));
  }

  static <E, R> Decision<E, R> accept(List<E> events) {
    return new Accepted<>(events);
  }

  static <E, R> Decision<E, R> reject(R reason) {
    return new Rejected<>(reason);
  }
}
