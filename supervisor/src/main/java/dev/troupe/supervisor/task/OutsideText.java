package dev.troupe.supervisor.task;

import org.jspecify.annotations.Nullable;

/**
 * Whether an event brings a task text from outside. From then on all that it gives out may hold
 * some: which expression took what from where is not followed.
 */
final class OutsideText {
  private OutsideText() {}

  static boolean isIn(TaskEvent event) {
    return Boolean.TRUE.equals(said(event));
  }

  /**
   * What is assigned holds only what the task has; an answer to a call goes to its caller alone.
   */
  private static @Nullable Boolean said(TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskSubmitted submitted -> submitted.untrusted();
      case TaskEvent.StepSubmitted submitted -> submitted.untrusted();
      case TaskEvent.StepReturned returned -> returned.untrusted();
      case TaskEvent.StepFailed failed -> failed.untrusted();
      case TaskEvent.ChildEnded ended -> ended.untrusted();
      case ApprovalEvent _,
          CallEvent _,
          TaskEvent.TaskEnded _,
          TaskEvent.TaskForked _,
          TaskEvent.StateEntered _,
          TaskEvent.StateExited _,
          TaskEvent.EvaluationFailed _,
          TaskEvent.StepAssigned _,
          TaskEvent.BudgetAlerted _,
          TaskEvent.BudgetRaised _,
          TaskEvent.EscalationTicketed _,
          TaskEvent.AssignmentCancelled _,
          TaskEvent.RetryScheduled _,
          TaskEvent.ErrorCaught _,
          TaskEvent.TimerStarted _,
          TaskEvent.TimerFired _,
          TaskEvent.ParallelStarted _,
          TaskEvent.MapStarted _,
          TaskEvent.BranchStarted _,
          TaskEvent.ChildStarted _,
          TaskEvent.MessageGiven _,
          TaskEvent.QuestionClaimed _,
          TaskEvent.BranchCompleted _,
          TaskEvent.BranchFailed _,
          TaskEvent.BranchAborted _,
          TaskEvent.TaskRedriven _,
          TaskEvent.TaskRetired _ ->
          null;
    };
  }
}
