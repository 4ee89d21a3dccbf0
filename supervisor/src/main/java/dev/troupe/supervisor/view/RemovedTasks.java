package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.supervisor.task.TaskEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.query.EventEnvelope;

/**
 * Tells events of tasks that were removed: some stores keep what was tagged, and a read model that
 * begins anew is shown it again.
 */
record RemovedTasks(Store store, InstantSource clock) {
  /** Nobody removes what happened just now, and nobody has to look. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** Whether it is in no journal any more, nor of the task that has its id by now. */
  CompletionStage<Boolean> has(EventEnvelope envelope) {
    var at = ((TaskEvent) envelope.event()).at();
    return at.isAfter(clock.instant().minus(FRESH))
        ? CompletableFuture.completedStage(false)
        : store
            .events(envelope.persistenceId(), 0, 1)
            .thenApply(first ->
                first.isEmpty() || ((TaskEvent) first.getFirst().event()).at().isAfter(at));
  }
}
