package dev.troupe.persistence;

import dev.troupe.cluster.Presence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Everything a node keeps beside Pekko's own journal and snapshot plugins. One per actor system;
 * the configured plugin decides which one.
 */
public interface Store {

  WakeUpIndex wakeUps();

  /** Whether other processes write to it as well. */
  boolean isShared();

  /** Which nodes that share it are up. */
  default Presence presence() {
    return Presence.ALONE;
  }

  /** Tells other processes that look at the data directory where this one serves its API. */
  void announce(String url);

  /**
   * Completes if the store takes writes now.
   *
   * @throws StoreFailure in the stage, if it would refuse them
   */
  CompletionStage<Void> ready();

  /** A table by its name, made when first used. Names are constants of the module that owns it. */
  Table table(String name);

  /** All partitions of all tables that hold a row, by table, then partition. For backups. */
  CompletionStage<List<TablePartition>> partitions();

  /** A table of entries to be searched for; empty where the store cannot search. */
  default Optional<SearchTable> searchTable() {
    return Optional.empty();
  }

  Offsets offsets();

  /**
   * Events of one journal after a sequence number, oldest first, at most {@code limit}. Empty for
   * an unknown persistence id; never creates anything.
   */
  CompletionStage<List<StoredEvent>> events(
      String persistenceId, long afterSequenceNumber, int limit);

  /**
   * The events of one journal under whose numbers two have written, in order of their numbers.
   * Empty where the store refuses a second writer.
   */
  CompletionStage<List<Contested>> contested(String persistenceId);

  /**
   * All persistence ids that start with {@code prefix}, in order, strictly behind {@code after}.
   */
  CompletionStage<List<String>> persistenceIds(String prefix, String after, int limit);

  /**
   * Removes a journal with all that belongs to it, at once or not at all: its events, snapshots,
   * and what is known of its writers. Its entity must not be in memory, or must end behind this.
   * The same id may begin a new journal with the number one, and a removal that arrives late takes
   * nothing of that.
   *
   * @return false, and nothing is removed, where an event was stored behind {@code before}
   */
  CompletionStage<Boolean> forget(String persistenceId, Instant before);
}
