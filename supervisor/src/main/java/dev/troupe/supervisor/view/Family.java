package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.task.TaskEvent.TaskEnded;
import dev.troupe.supervisor.task.TaskEvent.TaskRetired;
import dev.troupe.supervisor.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * A task and those that are steps of it, as their journals tell.
 *
 * @param members the task itself first, each before its steps; without those that have no journal
 */
record Family(List<Member> members) {

  /**
   * One of them.
   *
   * @param agents persistence ids
   * @param sequence of its last event
   * @param endedAt null while it is open
   * @param retiredAt null unless it was retired
   */
  record Member(
      TaskId id,
      Collection<String> agents,
      long sequence,
      @Nullable Instant endedAt,
      @Nullable Instant retiredAt) {
    boolean endedBefore(Instant instant) {
      return endedAt != null && endedAt.isBefore(instant);
    }
  }

  private static final class Reading {
    private final Relatives relatives;
    private long sequence;
    private @Nullable Instant endedAt;
    private @Nullable Instant retiredAt;

    private Reading(TaskId id) {
      relatives = new Relatives(id);
    }

    private Reading see(StoredEvent stored) {
      relatives.see(stored);
      sequence = stored.sequenceNumber();
      if (stored.event() instanceof TaskEnded ended) {
        endedAt = ended.at();
      } else if (stored.event() instanceof TaskRetired retired) {
        retiredAt = retired.at();
      } else {
        // A redrive, or what it leads to.
        endedAt = null;
      }
      return this;
    }
  }

  static CompletionStage<Family> of(ActorSystem<?> system, Store store, TaskId id) {
    return read(system, store, List.of(id), new ArrayList<>());
  }

  private static CompletionStage<Family> read(
      ActorSystem<?> system, Store store, Collection<TaskId> ids, List<Member> members) {
    CompletionStage<Family> all = CompletableFuture.completedStage(new Family(members));
    for (var id : ids) {
      all = all.thenCompose(_ -> read(system, store, id, members));
    }
    return all;
  }

  private static CompletionStage<Family> read(
      ActorSystem<?> system, Store store, TaskId id, List<Member> members) {
    return Export.journal(store, id.persistenceId())
        .runFold(new Reading(id), Reading::see, system)
        .thenCompose(read -> {
          if (read.sequence == 0) {
            return CompletableFuture.completedStage(new Family(members));
          }
          members.add(
              new Member(id, read.relatives.agents(), read.sequence, read.endedAt, read.retiredAt));
          return read(system, store, read.relatives.steps(), members);
        });
  }

  boolean isGone() {
    return members.isEmpty();
  }

  /** Once this is so, nothing of it goes on: a step is not redriven by itself. */
  boolean isRetired() {
    return !isGone() && members.getFirst().retiredAt() != null;
  }

  List<TaskId> ids() {
    return members.stream().map(Member::id).toList();
  }
}
