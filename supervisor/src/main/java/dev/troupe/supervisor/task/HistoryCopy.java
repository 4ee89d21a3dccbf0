package dev.troupe.supervisor.task;

import dev.troupe.agents.AgentId;
import dev.troupe.supervisor.task.SupervisorMessage.HistoryRead;
import dev.troupe.supervisor.task.SupervisorMessage.MemoriesInherited;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Fetches what a fork begins with: its history piece by piece, then its agents' memories. In memory
 * only: after a restart it goes on behind what is stored.
 */
final class HistoryCopy {
  /** A write holds 500 events and 1 MiB at most; most events are small. */
  private static final int EVENTS_AT_A_TIME = 100;

  private final TaskId id;
  private final Hosting hosting;
  private final ActorContext<SupervisorMessage> context;

  HistoryCopy(TaskId id, Hosting hosting, ActorContext<SupervisorMessage> context) {
    this.id = id;
    this.hosting = hosting;
    this.context = context;
  }

  /** Answered by {@link HistoryRead} or {@link MemoriesInherited}. */
  void onward(Copying task) {
    if (task.isComplete()) {
      inherit(task);
    } else {
      var after = task.sequence();
      var source = new TaskId(id.tenant(), task.origin().task());
      context.pipeToSelf(
          hosting.histories().events(source, after, EVENTS_AT_A_TIME),
          (events, failure) -> new HistoryRead(after, events, failure));
    }
  }

  private void inherit(Copying task) {
    var all =
        task.origin().agents().stream()
            .map(heritage -> inherit(task, heritage))
            .toArray(CompletableFuture<?>[]::new);
    context.pipeToSelf(
        CompletableFuture.allOf(all), (_, failure) -> new MemoriesInherited(failure));
  }

  private CompletableFuture<Done> inherit(Copying task, TaskEvent.Heritage heritage) {
    var from = new AgentId(id.tenant(), task.origin().task(), heritage.agent());
    return hosting
        .agents()
        .inherit(heritage.role(), id.agent(heritage.agent()), from, heritage.through())
        .toCompletableFuture();
  }
}
