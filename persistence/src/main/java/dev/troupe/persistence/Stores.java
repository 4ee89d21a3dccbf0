package dev.troupe.persistence;

import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * The one door to an actor system's store, whichever plugin {@code troupe.store.provider} names.
 */
public final class Stores {
  private static final String PROVIDER = "troupe.store.provider";

  private Stores() {}

  /**
   * Opens the store when asked first.
   *
   * @throws StoreFailure if the store cannot be opened
   */
  public static Store get(ClassicActorSystemProvider system) {
    var name = system.classicSystem().settings().config().getString(PROVIDER);
    return provider(name).store(system);
  }

  private static StoreProvider provider(String name) {
    try {
      return Class.forName(name, true, Stores.class.getClassLoader())
          .asSubclass(StoreProvider.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException unusable) {
      throw new IllegalArgumentException(
          "%s = \"%s\" names no store provider (%s); see troupe-store.conf for those there are"
              .formatted(PROVIDER, name, unusable),
          unusable);
    }
  }
}
