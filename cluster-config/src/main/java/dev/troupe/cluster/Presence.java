package dev.troupe.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which nodes are up, as the store that they share tells it. Whoever does not show itself again
 * fades by itself; so a node that starts learns of a cluster that it cannot hear yet.
 */
public interface Presence {
  /** For how long a node is seen that showed itself. Whole seconds. */
  Duration FADES = Duration.ofSeconds(10);

  /** Of a node that shares its store with no other. */
  Presence ALONE =
      new Presence() {
        @Override
        public CompletionStage<Void> show(String node) {
          return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> withdraw(String node) {
          return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Set<String>> seen() {
          return CompletableFuture.completedStage(Set.of());
        }
      };

  /**
   * @param node its address, {@code pekko://SYSTEM@HOST:PORT}
   */
  CompletionStage<Void> show(String node);

  CompletionStage<Void> withdraw(String node);

  /** The addresses of all that showed themselves and have not faded. */
  CompletionStage<Set<String>> seen();
}
