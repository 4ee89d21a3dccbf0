package dev.troupe.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.TreeSet;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.persistence.Persistence;

/** The one door to an actor system's store, of whichever kind {@code troupe.store.kind} is. */
public final class Stores {
  private static final String KIND = "troupe.store.kind";
  private static final String PROVIDERS = "troupe.store.providers";

  private Stores() {}

  /**
   * Opens the store when asked first.
   *
   * @throws IllegalArgumentException if there is no such kind of store
   * @throws StoreFailure if the store cannot be opened
   */
  public static Store get(ClassicActorSystemProvider system) {
    var config = system.classicSystem().settings().config();
    return provider(kind(config), config).store(system);
  }

  /**
   * Begins what an opening will need, beside whatever else a start does.
   *
   * @throws IllegalArgumentException if there is no such kind of store
   */
  public static void prepare(Config config) {
    provider(kind(config), config).prepare();
  }

  /**
   * Has the journal make its connections: a node that takes entities in is to be ready for them.
   */
  public static void startJournal(ClassicActorSystemProvider system) {
    // Opening it waits, which a plugin's own actor is not to do.
    var _ = get(system);
    var persistence = Persistence.get(system);
    var untagged = journalWithoutTags(system);
    if (!untagged.isEmpty()) {
      var _ = persistence.journalFor(untagged, ConfigFactory.empty());
    }
  }

  /**
   * The plugin of entities whose events never have tags, for their {@code journalPluginId()}; empty
   * for the one of all others, where tags cost nothing.
   */
  public static String journalWithoutTags(ClassicActorSystemProvider system) {
    var config = system.classicSystem().settings().config();
    var setting = config.getString("pekko.persistence.journal.plugin") + ".without-tags";
    return config.hasPath(setting) ? config.getString(setting) : "";
  }

  private static String kind(Config config) {
    var kind = config.getString(KIND);
    var known = new TreeSet<>(config.getObject(PROVIDERS).keySet());
    if (!known.contains(kind)) {
      throw new IllegalArgumentException(
          "%s = \"%s\" is no kind of store; there are: %s"
              .formatted(KIND, kind, String.join(", ", known)));
    }
    return kind;
  }

  private static StoreProvider provider(String kind, Config config) {
    var setting = PROVIDERS + "." + kind;
    var name = config.getString(setting);
    try {
      return Class.forName(name, true, Stores.class.getClassLoader())
          .asSubclass(StoreProvider.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException unusable) {
      throw new IllegalArgumentException(
          "%s = \"%s\" names no store provider (%s); see troupe-store.conf for those there are"
              .formatted(setting, name, unusable),
          unusable);
    }
  }
}
