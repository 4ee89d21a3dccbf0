package dev.troupe.persistence.cassandra;

import dev.troupe.cluster.Presence;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which nodes live, told when the test says so: a claim waits for it between its look and its
 * write.
 */
final class Nodes implements Presence {
  static final Nodes NONE = new Nodes();

  static {
    NONE.answer();
  }

  final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> answered = new CompletableFuture<>();
  private Set<String> members = Set.of();

  Nodes(String... seen) {
    this.seen.addAll(Set.of(seen));
  }

  Nodes withMembers(String... addresses) {
    members = Set.of(addresses);
    return this;
  }

  Strangers strangers() {
    return new Strangers(this, () -> members);
  }

  /** A claim has looked at its row, and has not written yet. */
  void awaitAsked() {
    asked.orTimeout(30, TimeUnit.SECONDS).join();
  }

  void answer() {
    answered.complete(null);
  }

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
    asked.complete(null);
    return answered.thenApply(_ -> Set.copyOf(seen));
  }

  @Override
  public CompletionStage<String> founder(String node) {
    return CompletableFuture.completedStage(node);
  }

  @Override
  public CompletionStage<Void> founded(String node) {
    return CompletableFuture.completedStage(null);
  }
}
