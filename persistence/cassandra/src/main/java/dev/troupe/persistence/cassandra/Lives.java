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

  /**
   * What this process holds.
   *
   * @param isHeld whether it had an epoch, which may since be in doubt: then only this process, and
   *     nobody else, may have claimed it again
   */
  private record Claim(int incarnation, CompletableFuture<Long> epoch, boolean isHeld) {
    private static final CompletableFuture<Long> IN_DOUBT =
        CompletableFuture.failedFuture(new IllegalStateException("in doubt"));

    private boolean stands() {
      return !epoch.isCompletedExceptionally();
    }

    private boolean wasHeld() {
      return isHeld || (epoch.isDone() && stands());
    }

    private Claim inDoubt() {
      return new Claim(incarnation, IN_DOUBT, wasHeld());
    }
  }

  private final Claims claims;

  // Also read where a claim, a read or a write ends, on whichever thread that is.
  private final Map<String, Life> lives = new ConcurrentHashMap<>();
  private final Map<String, Claim> held = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<?>> writes = new ConcurrentHashMap<>();
  private final Map<String, Long> recoveries = new ConcurrentHashMap<>();

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
            (_, claim) ->
                claim == null || claim.incarnation() != whole.incarnation()
                    ? fresh(whole)
                    : claim.stands() ? claim : again(whole, claim, Epoch.NONE))
        .epoch();
  }

  private Claim fresh(Whole whole) {
    return new Claim(whole.incarnation(), claims.claim(whole.name()).toCompletableFuture(), false);
  }

  private Claim again(Whole whole, Claim claim, long above) {
    return claim.wasHeld()
        ? new Claim(
            whole.incarnation(), claims.renew(whole.name(), above).toCompletableFuture(), true)
        : fresh(whole);
  }

  /**
   * A higher epoch than one that its journal has seen, though this process holds what it belongs
   * to: clocks differ, or it has been replaced.
   */
  CompletionStage<Long> epochAbove(long seen, String persistenceId, ActorRef actor) {
    var whole = Whole.of(persistenceId, actor.path());
    @Nullable Claim current =
        held.computeIfPresent(
            whole.name(),
            (_, claim) ->
                claim.incarnation() != whole.incarnation()
                        || (claim.stands() && claim.epoch().getNow(Epoch.NONE) > seen)
                    ? claim
                    : again(whole, claim, seen));
    return current == null || current.incarnation() != whole.incarnation()
        ? CompletableFuture.failedStage(
            new IllegalStateException(whole.name() + " is not here any more"))
        : current.epoch();
  }

  /** Whether the actor belongs to what this process holds now, and not to what it once held. */
  boolean isCurrent(String persistenceId, ActorRef actor) {
    var whole = Whole.of(persistenceId, actor.path());
    @Nullable Claim claim = held.get(whole.name());
    return claim != null && claim.incarnation() == whole.incarnation();
  }

  /**
   * @param recovery a number that grows from one recovery in this process to the next
   * @return false where a later one is there already
   */
  boolean begun(Life life, long recovery) {
    var last = recoveries.merge(life.persistenceId(), recovery, Math::max);
    if (last != recovery) {
      return false;
    }
    lives.put(life.persistenceId(), life);
    return true;
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
        whole.name(),
        (_, claim) -> claim.incarnation() == whole.incarnation() ? claim.inDoubt() : claim);
  }

  void ended(String persistenceId, ActorRef actor) {
    lives.computeIfPresent(
        persistenceId,
        (_, life) -> {
          if (!life.actor().equals(actor)) {
            return life;
          }
          recoveries.remove(persistenceId);
          return null;
        });
  }
}
