package dev.troupe.http.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Node;
import dev.troupe.http.Logging;
import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Stores;
import java.nio.file.Path;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A store, and an actor system around it that joins nobody and runs nothing. */
final class StoreAlone implements AutoCloseable {
  private final ActorSystem<Void> system;

  private StoreAlone(ActorSystem<Void> system) {
    this.system = system;
  }

  static StoreAlone open(EngineOptions options) {
    Path directory = options.data.directory();
    DataDirectory.holder(directory)
        .ifPresent(holder -> {
          throw Holders.held(directory, holder.pid());
        });
    OwnerOnly.create(directory);
    Config whole = Usage.checked(() -> options.configuration(Map.of()));
    Logging.toFile(directory, Logging.Format.of(whole));
    var alone =
        ConfigFactory.parseString(
                """
                pekko.cluster.seed-nodes = []
                # Speaks to other nodes, and there are none.
                troupe.cassandra.events-by-tag.pubsub-notification = off
                """)
            .withFallback(whole);
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), Node.SYSTEM, alone);
    try {
      Stores.get(system);
      return new StoreAlone(system);
    } catch (RuntimeException refused) {
      end(system);
      throw switch (refused) {
        case StoreFailure.DirectoryHeld held -> Holders.held(directory, held.pid());
        case StoreFailure failed ->
            new CommandFailure(Exit.FAILED, String.valueOf(failed.getMessage()), failed);
        case IllegalArgumentException unusable ->
            new CommandFailure(Exit.USAGE, String.valueOf(unusable.getMessage()), unusable);
        default -> refused;
      };
    }
  }

  ActorSystem<Void> system() {
    return system;
  }

  private static void end(ActorSystem<Void> system) {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  @Override
  public void close() {
    end(system);
  }
}
