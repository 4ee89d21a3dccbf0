package dev.troupe.persistence.cassandra;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.InternalActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one process that may write, and the claims that they stand on: one for each time
 * a shard begins here, and a renewal of it behind a write that failed, since it may still arrive.
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
   * What this process holds or asks for.
   *
   * @param asking entities that wait for it
   * @param wasHeld whether it had an epoch: then it is renewed, and begins no more
   */
  private record Claim(
      int incarnation, CompletableFuture<Long> epoch, Set<ActorRef> asking, boolean wasHeld) {
    private boolean hasFailed() {
      return epoch.isCompletedExceptionally();
    }

    private boolean isHeld() {
      return wasHeld || (epoch.isDone() && !hasFailed());
    }

    /** While it is under way it may yet be higher. */
    private boolean isKnownToEndAt(long most) {
      return hasFailed() || epoch.getNow(Long.MAX_VALUE) <= most;
    }

    private Claim inDoubt() {
      return new Claim(
          incarnation,
          CompletableFuture.failedFuture(new NotClaimed("in doubt")),
          asking,
          isHeld());
    }
  }

  private final Claims claims;
  private final BooleanSupplier isSuspended;

  // Also read where a claim, a read or a write ends, on whichever thread that is.
  private final Map<String, Life> lives = new ConcurrentHashMap<>();
  private final Map<String, Claim> held = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<?>> writes = new ConcurrentHashMap<>();

  Lives(Claims claims, BooleanSupplier isSuspended) {
    this.claims = claims;
    this.isSuspended = isSuspended;
  }

  /** Whether it has ended: only then may its shard begin at another node. */
  static boolean isGone(ActorRef actor) {
    return actor instanceof InternalActorRef known && known.isTerminated();
  }

  /**
   * The epoch of an entity that is about to be recovered, once its last write has ended.
   *
   * @throws Replaced in the stage, if what was held here is another's by now
   * @throws NotClaimed in the stage, if it could not be claimed
   */
  CompletionStage<Long> epoch(String persistenceId, ActorRef actor) {
    var whole = Whole.of(persistenceId, actor.path());
    @Nullable CompletableFuture<?> write = writes.get(persistenceId);
    return write == null
        ? claimed(whole, actor, Epoch.NONE)
        : write.handle((_, _) -> null).thenCompose(_ -> claimed(whole, actor, Epoch.NONE));
  }

  /**
   * A higher one than its journal has seen, though this process holds what it belongs to: clocks
   * differ, or it has been replaced.
   */
  CompletionStage<Long> epochAbove(long seen, String persistenceId, ActorRef actor) {
    return claimed(Whole.of(persistenceId, actor.path()), actor, seen);
  }

  private CompletionStage<Long> claimed(Whole whole, ActorRef actor, long above) {
    @Nullable Claim claim =
        held.compute(
            whole.name(), (_, last) -> isGone(actor) ? last : claim(whole, last, above, actor));
    if (claim == null || claim.incarnation() != whole.incarnation()) {
      return CompletableFuture.failedStage(gone(whole));
    }
    if (!claim.epoch().isDone()) {
      claim.asking().add(actor);
    }
    return claim.epoch();
  }

  private Claim claim(Whole whole, @Nullable Claim last, long above, ActorRef actor) {
    @Nullable Claim ours = last != null && last.incarnation() == whole.incarnation() ? last : null;
    if (ours != null && !ours.isKnownToEndAt(above)) {
      return ours;
    }
    var wasHeld = ours != null && ours.isHeld();
    var asking = ConcurrentHashMap.<ActorRef>newKeySet();
    asking.add(actor);
    var epoch =
        wasHeld
            ? claims.renew(whole.name(), above, () -> check(whole, asking))
            : claims.claim(whole.name(), () -> check(whole, asking));
    return new Claim(whole.incarnation(), epoch.toCompletableFuture(), asking, wasHeld);
  }

  /** Another node may hold it as soon as this one is taken for dead, or its entities have ended. */
  private void check(Whole whole, Set<ActorRef> asking) {
    if (isSuspended.getAsBoolean()) {
      throw NotClaimed.suspended();
    }
    if (asking.stream().allMatch(Lives::isGone)) {
      throw gone(whole);
    }
  }

  private static NotClaimed gone(Whole whole) {
    return new NotClaimed(whole.name() + " is not here any more");
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

  /** Something of this life may still arrive: whoever comes next here stands on a later claim. */
  void doubt(Life life) {
    var whole = Whole.of(life.persistenceId(), life.actor().path());
    held.computeIfPresent(
        whole.name(),
        (_, claim) ->
            claim.incarnation() == whole.incarnation() && claim.isKnownToEndAt(life.epoch())
                ? claim.inDoubt()
                : claim);
  }

  void ended(String persistenceId, ActorRef actor) {
    lives.computeIfPresent(persistenceId, (_, life) -> life.actor().equals(actor) ? null : life);
  }
}
