package dev.troupe.persistence.cassandra;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.ActorRef;

/**
 * The two moments in which an entity's new life asks whether it is the rightful one: before its
 * recovery, and before its first event.
 */
final class TakeOver {
  private final Lives lives;
  private final Writers writers;
  private final BooleanSupplier isSuspended;

  TakeOver(Lives lives, Writers writers, BooleanSupplier isSuspended) {
    this.lives = lives;
    this.writers = writers;
    this.isSuspended = isSuspended;
  }

  /**
   * A life with an epoch above all that have written before.
   *
   * @throws Claims.Replaced in the stage, if what the entity belongs to is another's by now
   */
  CompletionStage<Life> begin(String persistenceId, ActorRef actor) {
    return isSuspended.getAsBoolean()
        ? CompletableFuture.failedStage(suspended())
        : lives
            .epoch(persistenceId, actor)
            .thenCompose(epoch -> begin(persistenceId, actor, epoch));
  }

  /** The lineage is read behind the claim: who writes later has claimed later. */
  private CompletionStage<Life> begin(String persistenceId, ActorRef actor, long epoch) {
    return writers
        .lineage(persistenceId)
        .thenCompose(lineage ->
            lineage.lastEpoch() <= epoch
                ? CompletableFuture.completedStage(new Life(persistenceId, actor, epoch, lineage))
                : lives
                    .epochAbove(lineage.lastEpoch(), persistenceId, actor)
                    .thenCompose(above -> begin(persistenceId, actor, above)));
  }

  /**
   * Says who writes from this number on, before anything is written.
   *
   * @throws Claims.Replaced in the stage, if a later one has said so already
   */
  CompletionStage<Lineage> announce(Life life, long firstNumber) {
    var lineage = life.lineage().takenOver(life.epoch(), firstNumber);
    if (isSuspended.getAsBoolean()) {
      return CompletableFuture.failedStage(suspended());
    }
    return hasNoEvents(lineage)
        ? CompletableFuture.completedStage(lineage)
        : writers
            .save(life.persistenceId(), lineage)
            .thenApply(last -> {
              if (last != life.epoch()) {
                throw new Claims.Replaced(life.persistenceId(), "epoch " + Epoch.text(last));
              }
              return lineage;
            });
  }

  /** Such a journal needs no row: its first event says who has begun it. */
  private static boolean hasNoEvents(Lineage lineage) {
    return lineage.writers().getFirst().first() == 1 && lineage.writers().size() == 1;
  }

  static IllegalStateException suspended() {
    return new IllegalStateException("This node was suspended, and ends.");
  }
}
