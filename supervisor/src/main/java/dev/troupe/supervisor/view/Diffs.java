package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.supervisor.TaskDiff;
import dev.troupe.supervisor.TaskDiff.Reply;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.task.TaskId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Compares two journals, read from the store: nobody is woken. */
final class Diffs {
  private static final int EVENTS_AT_MOST = 25_100;

  private final Store store;
  private final Executor blocking = work -> Thread.ofVirtual().name("troupe-task-diff").start(work);

  Diffs(Store store) {
    this.store = store;
  }

  CompletionStage<Reply> of(String tenant, String id, String other) {
    return events(tenant, id)
        .thenCompose(ofTask ->
            events(tenant, other)
                .thenApplyAsync(ofOther -> reply(id, ofTask, other, ofOther), blocking));
  }

  private CompletionStage<List<TaskEventView>> events(String tenant, String id) {
    return TaskIds.isId(id)
        ? new TaskJournal(store, new TaskId(tenant, id), 0).next(EVENTS_AT_MOST)
        : CompletableFuture.completedStage(List.of());
  }

  private static Reply reply(
      String id, List<TaskEventView> ofTask, String other, List<TaskEventView> ofOther) {
    if (ofTask.isEmpty() || ofOther.isEmpty()) {
      return new Reply.Unknown(ofTask.isEmpty() ? id : other);
    }
    return new Reply.Found(parting(id, ofTask, other, ofOther));
  }

  private static TaskDiff parting(
      String id, List<TaskEventView> ofTask, String other, List<TaskEventView> ofOther) {
    var left = new DiffSide(id, ofTask);
    var right = new DiffSide(other, ofOther);
    var common = left.commonExits(right);
    var different = left.firstDifference(right, common);
    return new TaskDiff(
        common == 0 ? null : left.common(right, common),
        left.behind(common, different),
        right.behind(common, different));
  }
}
