package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.SupervisorMessage.RowMoved;
import java.time.Instant;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** A task's row in the wake-up index. */
final class WakeUpRow {
  private final TaskId id;
  private final Hosting hosting;
  private final ActorContext<SupervisorMessage> context;

  WakeUpRow(TaskId id, Hosting hosting, ActorContext<SupervisorMessage> context) {
    this.id = id;
    this.hosting = hosting;
    this.context = context;
  }

  /** Answered by {@link RowMoved}. */
  void move(Instant dueAt) {
    context.pipeToSelf(
        hosting.wakeUps().schedule(id.key(), dueAt), (_, failure) -> new RowMoved(dueAt, failure));
  }

  void remove() {
    var _ =
        hosting
            .wakeUps()
            .remove(id.key())
            .exceptionally(failure -> {
              context.getSystem().log().warn("The row of {} stays: {}", id.key(), failure);
              return null;
            });
  }
}
