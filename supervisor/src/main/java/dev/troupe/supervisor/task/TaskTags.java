package dev.troupe.supervisor.task;

import dev.troupe.persistence.WakeUpIndex;
import java.util.Set;

/** The small lifecycle events are tagged by slice, for the listings; nothing else is. */
public final class TaskTags {
  private TaskTags() {}

  static Set<String> of(TaskEvent event, TaskId id) {
    return switch (event) {
      case TaskEvent.TaskSubmitted _ -> Set.of(slice(WakeUpIndex.slice(id.key())));
      case TaskEvent.TaskRedriven _ -> Set.of(slice(WakeUpIndex.slice(id.key())));
      case TaskEvent.TaskEnded _ -> Set.of(slice(WakeUpIndex.slice(id.key())));
      case ApprovalEvent _ -> Set.of(approvals(WakeUpIndex.slice(id.key())));
      case TaskEvent.EscalationTicketed _,
          TaskEvent.BudgetAlerted _,
          TaskEvent.BudgetRaised _,
          TaskEvent.TaskForked _,
          TaskEvent.StateEntered _,
          TaskEvent.StateExited _,
          TaskEvent.StepAssigned _,
          TaskEvent.StepSubmitted _,
          TaskEvent.StepReturned _,
          TaskEvent.StepFailed _,
          TaskEvent.RetryScheduled _,
          TaskEvent.ErrorCaught _,
          TaskEvent.EvaluationFailed _,
          TaskEvent.AssignmentCancelled _,
          TaskEvent.TimerStarted _,
          TaskEvent.TimerFired _,
          TaskEvent.ParallelStarted _,
          TaskEvent.BranchAborted _,
          TaskEvent.MapStarted _,
          TaskEvent.BranchStarted _,
          TaskEvent.MessageGiven _,
          TaskEvent.QuestionClaimed _,
          CallEvent _,
          TaskEvent.ChildStarted _,
          TaskEvent.ChildEnded _,
          TaskEvent.BranchCompleted _,
          TaskEvent.BranchFailed _,
          // Who removes a task removes its rows.
          TaskEvent.TaskRetired _ ->
          Set.of();
    };
  }

  /** The tag of a slice's approvals, which holds for ever. */
  public static String approvals(int number) {
    return "approval-" + number;
  }

  /** The tag of a slice, which holds for ever. */
  public static String slice(int number) {
    return "task-" + number;
  }
}
