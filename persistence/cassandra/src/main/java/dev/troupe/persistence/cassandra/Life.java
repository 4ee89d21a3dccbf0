package dev.troupe.persistence.cassandra;

import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/** One life of an entity, from its recovery to its end. Only the journal's actor changes it. */
final class Life {
  private final String persistenceId;
  private final ActorRef actor;
  private final long epoch;
  private volatile Lineage lineage;
  private @Nullable Throwable failure;

  /**
   * @param lineage as it was read behind the claim of the epoch
   */
  Life(String persistenceId, ActorRef actor, long epoch, Lineage lineage) {
    this.persistenceId = persistenceId;
    this.actor = actor;
    this.epoch = epoch;
    this.lineage = lineage;
  }

  String persistenceId() {
    return persistenceId;
  }

  ActorRef actor() {
    return actor;
  }

  long epoch() {
    return epoch;
  }

  Lineage lineage() {
    return lineage;
  }

  /** Whether its events count as they are: they are in the lineage already, or it has failed. */
  boolean goesOn() {
    return failure != null || lineage.endsWith(epoch);
  }

  /** The lineage names this life from now on. */
  void wrote(Lineage next) {
    lineage = next;
  }

  void failed(Throwable cause) {
    failure = cause;
  }

  /** Why it writes no more; null while it may. */
  @Nullable Throwable failure() {
    return failure;
  }
}
