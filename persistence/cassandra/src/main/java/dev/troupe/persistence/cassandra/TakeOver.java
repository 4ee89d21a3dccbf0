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
   * @throws Replaced in the stage, if what the entity belongs to is another's by now
   * @throws NotClaimed in the stage, if it could not be claimed
   */
  CompletionStage<Life> begin(String persistenceId, ActorRef actor) {
    return isSuspended.getAsBoolean()
        ? CompletableFuture.failedStage(NotClaimed.suspended())
        : lives
            .epoch(persistenceId, actor)
            .thenCompose(epoch -> begin(persistenceId, actor, epoch));
  }

  /**
   * The lineage is read behind the claim: whoever is named there with a higher one claimed later.
   */
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
   * @throws Replaced in the stage, if a later one has said so already
   */
  CompletionStage<Lineage> announce(Life life, long firstNumber) {
    var lineage = life.lineage().takenOver(life.epoch(), firstNumber);
    if (isSuspended.getAsBoolean()) {
      return CompletableFuture.failedStage(NotClaimed.suspended());
    }
    return hasNoEvents(lineage)
        ? CompletableFuture.completedStage(lineage)
        : writers
            .save(life.persistenceId(), lineage)
            .thenApply(last -> {
              if (last.lastEpoch() != life.epoch()) {
                throw new Replaced(
                    life.persistenceId(), "the epoch " + Epoch.text(last.lastEpoch()));
              }
              return lineage;
            });
  }

  /** Such a journal needs no row: its first event says who has begun it. */
  private static boolean hasNoEvents(Lineage lineage) {
    return lineage.writers().getFirst().first() == 1 && lineage.writers().size() == 1;
  }
}
