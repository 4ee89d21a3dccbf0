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

        @Override
        public CompletionStage<String> founder(String node) {
          return CompletableFuture.completedStage(node);
        }

        @Override
        public CompletionStage<Void> founded(String node) {
          return CompletableFuture.completedStage(null);
        }
      };

  /**
   * @param node its address, {@code pekko://SYSTEM@HOST:PORT}
   */
  CompletionStage<Void> show(String node);

  CompletionStage<Void> withdraw(String node);

  /** The addresses of all that showed themselves and have not faded. */
  CompletionStage<Set<String>> seen();

  /**
   * Asks to be the one that founds a cluster, or to go on being it for {@link #FADES} more. Only
   * one node at a time is, and who is shows itself before it gives that up; so who looks again
   * behind a yes, and sees nobody, founds the only one.
   *
   * @return the node that is: this one, or another that was first
   */
  CompletionStage<String> founder(String node);

  /** Gives that up. Changes nothing where another is. */
  CompletionStage<Void> founded(String node);
}
