package dev.troupe.supervisor.view;

import dev.troupe.agents.Writing;
import dev.troupe.persistence.Store;
import dev.troupe.supervisor.Tasks.Update;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.SupervisorMessage.Follow;
import dev.troupe.supervisor.task.SupervisorMessage.Signal;
import dev.troupe.supervisor.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSource;
import org.jspecify.annotations.Nullable;

/**
 * One follower of a task. Signals only wake it: what it shows comes from the journal, in order. A
 * signal that is lost is made up for by the next time it asks to follow.
 */
final class Following {
  /** Sooner than the supervisor forgets a follower. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private static final int SIGNALS_AT_MOST = 64;
  private static final int EVENTS_AT_A_TIME = 256;
  private static final CompletionStage<Optional<Pair<Boolean, List<Optional<Update>>>>> NO_MORE =
      CompletableFuture.completedStage(Optional.empty());

  private final TaskJournal journal;

  private Following(TaskJournal journal) {
    this.journal = journal;
  }

  static Source<Update, NotUsed> of(
      Store store, TaskId id, EntityRef<SupervisorMessage> supervisor, long after, boolean deltas) {
    return Source.lazySource(
            () -> new Following(new TaskJournal(store, id, after)).updates(supervisor, deltas))
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private Source<Update, NotUsed> updates(EntityRef<SupervisorMessage> supervisor, boolean deltas) {
    return (deltas ? withDeltas(supervisor) : recorded(signals(supervisor, () -> null)))
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow);
  }

  private Source<Optional<Update>, NotUsed> recorded(Source<Signal, NotUsed> signals) {
    return signals.flatMapConcat(this::updates);
  }

  /** What is recorded goes first: the other is gone when it is late. */
  private Source<Optional<Update>, NotUsed> withDeltas(EntityRef<SupervisorMessage> supervisor) {
    return Source.fromMaterializer(
            (materializer, _) -> {
              var writing = Watching.begin(materializer);
              return recorded(signals(supervisor, writing::watcher))
                  .mergePreferred(writing.updates().map(Optional::of), false, false);
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private static Source<Signal, NotUsed> signals(
      EntityRef<SupervisorMessage> supervisor, Supplier<@Nullable ActorRef<Writing>> watcher) {
    return Source.fromMaterializer(
            (materializer, _) -> {
              var live =
                  ActorSource.<Signal>actorRef(
                          _ -> false,
                          _ -> Optional.empty(),
                          SIGNALS_AT_MOST,
                          OverflowStrategy.dropHead())
                      .preMaterialize(materializer);
              var reminders =
                  Source.tick(Duration.ZERO, ASK_AGAIN, live.first())
                      .map(follower -> {
                        supervisor.tell(new Follow(follower, watcher.get()));
                        return (Signal) new Signal.Advanced(Long.MAX_VALUE);
                      });
              return live.second().merge(reminders, true);
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /** An empty element says that there will be no more. */
  private Source<Optional<Update>, NotUsed> updates(Signal signal) {
    return switch (signal) {
      case Signal.Progressed(var assignment, var role, var text) ->
          Source.single(Optional.of(new Update.Progress(assignment, role, text)));
      case Signal.Advanced(var sequence) when sequence <= journal.sequence() -> Source.empty();
      case Signal.Advanced _ -> pages();
    };
  }

  /** Page after page, as fast as they are taken, to where the journal ends now. */
  private Source<Optional<Update>, NotUsed> pages() {
    return Source.unfoldAsync(true, more -> more ? page() : NO_MORE).mapConcat(page -> page);
  }

  private CompletionStage<Optional<Pair<Boolean, List<Optional<Update>>>>> page() {
    return journal
        .next(EVENTS_AT_A_TIME)
        .thenApply(events -> {
          List<Optional<Update>> updates = new ArrayList<>(events.size() + 1);
          events.forEach(event -> updates.add(Optional.of(new Update.Recorded(event))));
          // A journal that was never begun has nothing to follow.
          // Behind a full page a redrive may stand.
          var isAtItsEnd = journal.hasEnded() && events.size() < EVENTS_AT_A_TIME;
          if (isAtItsEnd || journal.sequence() == 0) {
            updates.add(Optional.empty());
          }
          return Optional.of(Pair.create(events.size() == EVENTS_AT_A_TIME, updates));
        });
  }
}
