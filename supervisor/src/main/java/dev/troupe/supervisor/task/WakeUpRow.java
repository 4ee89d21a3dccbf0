package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.SupervisorMessage.RowFound;
import dev.troupe.supervisor.task.SupervisorMessage.RowMoved;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * A task's row in the wake-up index: near, which is now, while anything of the task runs, and far,
 * at the end of its wait, while it only waits. A task with a near row is woken after a crash.
 */
final class WakeUpRow {
  private final TaskId id;
  private final Hosting hosting;
  private final ActorContext<SupervisorMessage> context;

  /** What the last write that was ordered says; null where this actor has not ordered any. */
  private @Nullable Instant ordered;

  private @Nullable Instant durable;
  private @Nullable Instant near;
  private boolean asked;

  WakeUpRow(TaskId id, Hosting hosting, ActorContext<SupervisorMessage> context) {
    this.id = id;
    this.hosting = hosting;
    this.context = context;
  }

  /** The submission came with its row. */
  void isNear(Instant dueAt) {
    ordered = dueAt;
    durable = dueAt;
  }

  boolean isNear() {
    return durable != null && durable.equals(ordered) && !durable.isAfter(now());
  }

  /** Answered by {@link RowMoved}. */
  void bringNear() {
    near = now();
    write(near);
  }

  /** Until the write that brings it near has been answered, whatever the answer is. */
  boolean isComingNear() {
    return near != null;
  }

  /**
   * Answered by {@link RowMoved}, or by {@link RowFound} where it is not known where the row is: to
   * look costs less than to write what stands there.
   */
  void moveTo(Instant dueAt) {
    if (ordered == null) {
      look();
    } else if (!ordered.equals(dueAt)) {
      write(dueAt);
    } else if (ordered.equals(durable)) {
      context.getSelf().tell(new RowMoved(dueAt, null));
    }
  }

  private void look() {
    if (!asked) {
      asked = true;
      context.pipeToSelf(
          hosting.wakeUps().dueAt(List.of(id.key())),
          (rows, failure) -> new RowFound(rows == null ? null : rows.get(id.key()), failure));
    }
  }

  private void write(Instant dueAt) {
    ordered = dueAt;
    context.pipeToSelf(
        hosting.wakeUps().schedule(id.key(), dueAt), (_, failure) -> new RowMoved(dueAt, failure));
  }

  void found(RowFound row) {
    asked = false;
    if (ordered == null && row.failure() == null) {
      ordered = row.dueAt() == null ? Instant.MIN : row.dueAt();
      durable = row.dueAt();
    }
  }

  void moved(RowMoved row) {
    if (row.dueAt().equals(near)) {
      near = null;
    }
    if (row.dueAt().equals(ordered)) {
      durable = row.failure() == null ? ordered : null;
      ordered = durable;
    }
  }

  /** Of a task that is about to be redriven. Answered by {@link RowKept}. */
  void keep(Instant dueAt, ActorRef<SupervisorMessage.Redriven> replyTo) {
    isNear(dueAt);
    context.pipeToSelf(
        hosting.wakeUps().schedule(id.key(), dueAt),
        (_, failure) -> new SupervisorMessage.RowKept(replyTo, failure));
  }

  void remove() {
    hosting.wakeUps().remove(id.key()).whenComplete((_, failure) -> tell(failure));
  }

  /** A submission that came meanwhile has set another. */
  void removeIfAt(Instant dueAt) {
    hosting.wakeUps().remove(id.key(), dueAt).whenComplete((_, failure) -> tell(failure));
  }

  private void tell(@Nullable Throwable failure) {
    if (failure != null) {
      context.getSystem().log().warn("The row of {} stays: {}", id.key(), failure);
    }
  }

  private Instant now() {
    return hosting.clock().instant();
  }
}
