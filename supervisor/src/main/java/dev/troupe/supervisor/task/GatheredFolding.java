package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.Position.Failed;
import dev.troupe.supervisor.task.TaskEvent.ErrorCaught;
import dev.troupe.supervisor.task.TaskEvent.QuestionClaimed;

/** Whose question is whose, by a running task's events. */
final class GatheredFolding {
  private static final String QUESTION = "question";

  private GatheredFolding() {}

  /** Whoever is given a question in a branch beside others has it. */
  static Running onAssigned(Running task, Frame frame, Work work) {
    var question = work.input().json().path(QUESTION);
    return frame.isTop() || !question.isTextual()
        ? task
        : claimed(
            task,
            new Claims.Claim(
                question.textValue(),
                Gathered.name(work),
                work.assignment(),
                frame.number(),
                null,
                work.assignedAt()));
  }

  private static Running claimed(Running task, Claims.Claim claim) {
    var gathered = task.gathered();
    return task.with(gathered.with(gathered.claims().with(claim, task::underWay)));
  }

  static Running onClaimed(Running task, QuestionClaimed event) {
    var assignment = event.asked().assignment();
    var frame = task.frameOf(assignment).orElseThrow();
    return task.work()
        .filter(work -> work.assignment() == assignment)
        .findFirst()
        .map(work ->
            claimed(
                task,
                new Claims.Claim(
                    event.question(),
                    Gathered.name(work),
                    assignment,
                    frame.number(),
                    event.asked(),
                    event.at())))
        .orElse(task);
  }

  /** Who has failed for good works on nothing any more. */
  static Running onCaught(Running task, ErrorCaught event) {
    return task.frame(event.frame()).position() instanceof Failed(_, var work, _, _) && work != null
        ? task.with(task.gathered().released(work.assignment()))
        : task;
  }
}
