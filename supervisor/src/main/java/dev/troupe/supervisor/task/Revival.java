package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.Position.Arriving;
import dev.troupe.supervisor.task.Position.Branching;
import dev.troupe.supervisor.task.Position.Elapsed;
import dev.troupe.supervisor.task.Position.Entered;
import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.Position.Left;
import dev.troupe.supervisor.task.Position.Pausing;
import dev.troupe.supervisor.task.Position.Returned;
import dev.troupe.supervisor.task.Position.Starting;
import dev.troupe.supervisor.task.Position.Waiting;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.workflow.ErrorNames;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an ended task stands when its next run begins: what had succeeded stays, what had failed or
 * was under way falls due at once, in the branches that were lost too.
 */
final class Revival {
  private final Instant now;
  private final SortedMap<Integer, Frame> frames = new TreeMap<>();

  private Revival(Instant now) {
    this.now = now;
  }

  static Running of(Ended ended, TaskEvent.TaskRedriven event) {
    var last = ended.last();
    var revival = new Revival(event.at());
    last.frames()
        .values()
        .forEach(frame -> revival.revive(frame, frame.isTop() && hasFailedByItself(ended, frame)));
    var counted = last.progress().with(last.progress().lent().closed());
    var run = new Terms.Run(event.run(), counted.steps(), event.at());
    return new Running(
        last.terms().in(run, event.deadline()),
        counted.next(),
        revival.frames,
        ended.cancelling(),
        ended.closed(),
        last.messages(),
        last.gathered(),
        last.untrusted());
  }

  /** Not because its time was over, whatever it did; a step may run out of time at that moment. */
  private static boolean hasFailedByItself(Ended ended, Frame top) {
    return top.position() instanceof Failed || hasFailedByItself(ended);
  }

  private static boolean hasFailedByItself(Ended ended) {
    return ended.end() instanceof Ended.End.Failed(var error, _)
        && !(error.equals(ErrorNames.TIMEOUT)
            && !ended.endedAt().isBefore(ended.terms().deadline()));
  }

  private void revive(Frame frame, boolean hasFailed) {
    frames.put(frame.number(), frame.at(revived(frame.position(), hasFailed)));
  }

  private Position revived(Position position, boolean hasFailed) {
    return switch (position) {
      case Working(var visit, var work) -> new Pausing(visit.fresh(), work, now);
      case Pausing(var visit, var work, var dueAt) when hasFailed || dueAt.equals(Instant.MAX) ->
          new Pausing(visit.fresh(), work, now);
      case Failed(var visit, var work, _, _) when hasFailed ->
          new Pausing(visit.fresh(), work, now);
      // Its answer was of no use to the state: another one is asked for.
      case Returned(var visit, var work, _) when hasFailed -> new Pausing(visit.fresh(), work, now);
      case Entered(var visit) when hasFailed -> new Entered(visit.fresh());
      case Branching branching when hasFailed && branching.started() == 0 ->
          new Entered(branching.visit().fresh());
      case Branching branching -> revived(branching, hasFailed);
      case Pausing _,
          Failed _,
          Returned _,
          Entered _,
          Starting _,
          Arriving _,
          Waiting _,
          Elapsed _,
          Left _ ->
          position;
    };
  }

  /** Failures that a Map tolerates stay failures, unless there were too many. */
  private Branching revived(Branching branching, boolean hasFailed) {
    var withFailed = branching.failed() > branching.tolerated();
    branching.lost().aborted().forEach(branch -> revive(branch, false));
    if (withFailed) {
      branching.lost().failed().forEach(branch -> revive(branch, true));
    }
    var visit = hasFailed ? branching.visit().fresh() : branching.visit();
    return branching.revived(visit, withFailed);
  }
}
