package dev.troupe.persistence.cassandra;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one process that may write, and the claims that they stand on: one for each time
 * a shard begins here, and another one behind a write that failed, since it may still arrive.
 */
final class Lives {
  private static final String SHARDING = "/system/sharding/";

  /** What is claimed as a whole: a shard, or a journal whose actor is in none. */
  private record Whole(String name, int incarnation) {
    static Whole of(String persistenceId, ActorPath path) {
      var shard = path.parent();
      var name = shard.toStringWithoutAddress();
      return name.startsWith(SHARDING)
          ? new Whole(name.substring(SHARDING.length()), shard.uid())
          : new Whole("journal " + persistenceId, path.uid());
    }
  }

  private record Claim(int incarnation, CompletableFuture<Long> epoch) {
    private boolean holdsFor(int other) {
      return incarnation == other && !epoch.isCompletedExceptionally();
    }
  }

  private final Claims claims;

  // Also read where a claim, a read or a write ends, on whichever thread that is.
  private final Map<String, Life> lives = new ConcurrentHashMap<>();
  private final Map<String, Claim> held = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<?>> writes = new ConcurrentHashMap<>();

  Lives(Claims claims) {
    this.claims = claims;
  }

  /** The epoch of an entity that is about to be recovered, once its last write has ended. */
  CompletionStage<Long> epoch(String persistenceId, ActorRef actor) {
    var whole = Whole.of(persistenceId, actor.path());
    @Nullable CompletableFuture<?> write = writes.get(persistenceId);
    return write == null
        ? claimed(whole)
        : write.handle((_, _) -> null).thenCompose(_ -> claimed(whole));
  }

  private CompletableFuture<Long> claimed(Whole whole) {
    return held.compute(
            whole.name(),
            (name, claim) ->
                claim != null && claim.holdsFor(whole.incarnation())
                    ? claim
                    : new Claim(whole.incarnation(), claims.claim(name).toCompletableFuture()))
        .epoch();
  }

  void begun(Life life) {
    lives.put(life.persistenceId(), life);
  }

  /** Null for a journal that no entity of this process has recovered. */
  @Nullable Life of(String persistenceId) {
    return lives.get(persistenceId);
  }

  /** A write is under way. If it fails, whoever is recovered next has a higher epoch. */
  void writing(Life life, CompletableFuture<?> write) {
    var id = life.persistenceId();
    var ended =
        write.whenComplete((_, failure) -> {
          if (failure != null) {
            doubt(life);
          }
        });
    writes.put(id, ended);
    var _ = ended.whenComplete((_, _) -> writes.remove(id, ended));
  }

  /** Something of this life may still arrive. */
  void doubt(Life life) {
    var whole = Whole.of(life.persistenceId(), life.actor().path());
    held.computeIfPresent(
        whole.name(), (_, claim) -> claim.holdsFor(whole.incarnation()) ? null : claim);
  }

  void ended(String persistenceId, ActorRef actor) {
    lives.computeIfPresent(persistenceId, (_, life) -> life.actor().equals(actor) ? null : life);
  }
}
