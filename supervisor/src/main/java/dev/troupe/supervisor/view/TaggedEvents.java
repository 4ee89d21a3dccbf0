package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.supervisor.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.stream.RestartSettings;
import org.apache.pekko.stream.javadsl.RestartSource;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The events of one tag for a read model: at least once, in order, from where it was before.
 *
 * @param name under which it is kept how far the read model is
 */
record TaggedEvents(String name, String tag, Store store, EventsByTagQuery events) {
  private static final int EVENTS_AT_A_TIME = 200;
  private static final Duration GATHERING = Duration.ofMillis(50);

  /** Never completes; begins again where it was after a failure. */
  Source<Done, NotUsed> each(Function<List<EventEnvelope>, CompletionStage<Void>> batches) {
    var restarts = RestartSettings.create(Duration.ofMillis(500), Duration.ofSeconds(20), 0.2);
    return RestartSource.onFailuresWithBackoff(restarts, () -> onward(batches));
  }

  private Source<Done, NotUsed> onward(
      Function<List<EventEnvelope>, CompletionStage<Void>> batches) {
    return Source.lazyCompletionStage(() -> store.offsets().load(name))
        .flatMapConcat(offset -> events.eventsByTag(tag, offset))
        .groupedWithin(EVENTS_AT_A_TIME, GATHERING)
        .mapAsync(
            1,
            batch ->
                batches
                    .apply(batch)
                    .thenCompose(_ -> store.offsets().save(name, batch.getLast().offset()))
                    .thenApply(_ -> Done.getInstance()))
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /** Whose journal the event is from. */
  static TaskId task(EventEnvelope event) {
    var persistenceId = event.persistenceId();
    return TaskId.fromKey(persistenceId.substring(persistenceId.indexOf('|') + 1));
  }
}
