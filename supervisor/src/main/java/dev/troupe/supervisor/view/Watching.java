package dev.troupe.supervisor.view;

import dev.troupe.agents.Writing;
import dev.troupe.supervisor.Tasks.Update;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.event.Logging;
import org.apache.pekko.stream.BufferOverflowException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSource;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of what a task's models write. Agents tell it directly and never wait for it: who is
 * behind by more than the room there is gets a notice, and no more.
 */
final class Watching {
  static final int WAITING_AT_MOST = 256;
  private static final String ABOUT = "deltas";

  /** It is the watcher's matter, not the operator's. */
  private static final OverflowStrategy FAILING =
      OverflowStrategy.fail().withLogLevel(Logging.DebugLevel());

  private final ActorRef<Writing> watcher;
  private final Source<Update, NotUsed> updates;
  private final AtomicBoolean isOver = new AtomicBoolean();

  private Watching(ActorRef<Writing> watcher, Source<Writing, NotUsed> writings) {
    this.watcher = watcher;
    this.updates =
        writings
            .map(writing -> (Update) new Update.Wrote(writing))
            .recover(BufferOverflowException.class, this::tooSlow);
  }

  static Watching begin(Materializer materializer) {
    var live =
        ActorSource.<Writing>actorRef(_ -> false, _ -> Optional.empty(), WAITING_AT_MOST, FAILING)
            .preMaterialize(materializer);
    return new Watching(live.first(), live.second());
  }

  /** Null when nothing is wanted any more. */
  @Nullable ActorRef<Writing> watcher() {
    return isOver.get() ? null : watcher;
  }

  Source<Update, NotUsed> updates() {
    return updates;
  }

  private Update tooSlow() {
    isOver.set(true);
    return new Update.Notice(
        ABOUT,
        "This connection is read too slowly: %d pieces of text were waiting for it, so it gets no more of them. Recorded events go on; connect again for the text."
            .formatted(WAITING_AT_MOST));
  }
}
