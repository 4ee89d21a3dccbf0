package dev.troupe.persistence;

import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * How {@link Stores} reaches a store plugin: a class of this type with a constructor without
 * parameters.
 */
@FunctionalInterface
public interface StoreProvider {

  /** Opens the store when asked first; the same store for the same actor system from then on. */
  Store store(ClassicActorSystemProvider system);

  /**
   * Does ahead what needs neither an actor system nor the data, and does not wait for it: a start
   * has other things to do meanwhile.
   */
  default void prepare() {}
}
