package dev.troupe.supervisor.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Charge;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Shared;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts in a task's journal. Type names and fields are a storage format: add, never rename. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskEvent.TaskSubmitted.class, name = "task-submitted"),
  @JsonSubTypes.Type(value = TaskEvent.StateEntered.class, name = "state-entered"),
  @JsonSubTypes.Type(value = TaskEvent.StateExited.class, name = "state-exited"),
  @JsonSubTypes.Type(value = TaskEvent.StepAssigned.class, name = "step-assigned"),
  @JsonSubTypes.Type(value = TaskEvent.StepSubmitted.class, name = "step-submitted"),
  @JsonSubTypes.Type(value = TaskEvent.StepReturned.class, name = "step-returned"),
  @JsonSubTypes.Type(value = TaskEvent.StepFailed.class, name = "step-failed"),
  @JsonSubTypes.Type(value = TaskEvent.RetryScheduled.class, name = "retry-scheduled"),
  @JsonSubTypes.Type(value = TaskEvent.ErrorCaught.class, name = "error-caught"),
  @JsonSubTypes.Type(value = TaskEvent.EvaluationFailed.class, name = "evaluation-failed"),
  @JsonSubTypes.Type(value = ApprovalEvent.ApprovalRequested.class, name = "approval-requested"),
  @JsonSubTypes.Type(value = ApprovalEvent.ApprovalEscalated.class, name = "approval-escalated"),
  @JsonSubTypes.Type(value = ApprovalEvent.ApprovalDecided.class, name = "approval-decided"),
  @JsonSubTypes.Type(value = ApprovalEvent.ApprovalClosed.class, name = "approval-closed"),
  @JsonSubTypes.Type(value = TaskEvent.BudgetAlerted.class, name = "budget-alerted"),
  @JsonSubTypes.Type(value = TaskEvent.BudgetRaised.class, name = "budget-raised"),
  @JsonSubTypes.Type(value = TaskEvent.EscalationTicketed.class, name = "escalation-ticketed"),
  @JsonSubTypes.Type(value = TaskEvent.AssignmentCancelled.class, name = "assignment-cancelled"),
  @JsonSubTypes.Type(value = TaskEvent.TimerStarted.class, name = "timer-started"),
  @JsonSubTypes.Type(value = TaskEvent.TimerFired.class, name = "timer-fired"),
  @JsonSubTypes.Type(value = TaskEvent.ParallelStarted.class, name = "parallel-started"),
  @JsonSubTypes.Type(value = TaskEvent.MapStarted.class, name = "map-started"),
  @JsonSubTypes.Type(value = TaskEvent.BranchStarted.class, name = "branch-started"),
  @JsonSubTypes.Type(value = TaskEvent.ChildStarted.class, name = "child-started"),
  @JsonSubTypes.Type(value = TaskEvent.ChildEnded.class, name = "child-ended"),
  @JsonSubTypes.Type(value = TaskEvent.MessageGiven.class, name = "message-given"),
  @JsonSubTypes.Type(value = TaskEvent.QuestionClaimed.class, name = "question-claimed"),
  @JsonSubTypes.Type(value = CallEvent.AgentCalled.class, name = "agent-called"),
  @JsonSubTypes.Type(value = CallEvent.AgentCallEnded.class, name = "agent-call-ended"),
  @JsonSubTypes.Type(value = TaskEvent.BranchCompleted.class, name = "branch-completed"),
  @JsonSubTypes.Type(value = TaskEvent.BranchFailed.class, name = "branch-failed"),
  @JsonSubTypes.Type(value = TaskEvent.BranchAborted.class, name = "branch-aborted"),
  @JsonSubTypes.Type(value = TaskEvent.TaskForked.class, name = "task-forked"),
  @JsonSubTypes.Type(value = TaskEvent.TaskRedriven.class, name = "task-redriven"),
  @JsonSubTypes.Type(value = TaskEvent.TaskCompleted.class, name = "task-completed"),
  @JsonSubTypes.Type(value = TaskEvent.TaskFailed.class, name = "task-failed"),
  @JsonSubTypes.Type(value = TaskEvent.TaskCancelled.class, name = "task-cancelled"),
  @JsonSubTypes.Type(value = TaskEvent.TaskRetired.class, name = "task-retired")
})
public sealed interface TaskEvent
    permits ApprovalEvent,
        CallEvent,
        TaskEvent.TaskEnded,
        TaskEvent.TaskSubmitted,
        TaskEvent.TaskForked,
        TaskEvent.StateEntered,
        TaskEvent.StateExited,
        TaskEvent.EvaluationFailed,
        TaskEvent.StepAssigned,
        TaskEvent.StepSubmitted,
        TaskEvent.StepReturned,
        TaskEvent.StepFailed,
        TaskEvent.BudgetAlerted,
        TaskEvent.BudgetRaised,
        TaskEvent.EscalationTicketed,
        TaskEvent.AssignmentCancelled,
        TaskEvent.RetryScheduled,
        TaskEvent.ErrorCaught,
        TaskEvent.TimerStarted,
        TaskEvent.TimerFired,
        TaskEvent.ParallelStarted,
        TaskEvent.MapStarted,
        TaskEvent.BranchStarted,
        TaskEvent.ChildStarted,
        TaskEvent.ChildEnded,
        TaskEvent.MessageGiven,
        TaskEvent.QuestionClaimed,
        TaskEvent.BranchCompleted,
        TaskEvent.BranchFailed,
        TaskEvent.BranchAborted,
        TaskEvent.TaskRedriven,
        TaskEvent.TaskRetired {

  /** When it was decided. */
  Instant at();

  /**
   * The bounds that the task was accepted with.
   *
   * @param budget null where nobody counts
   * @param inherited what a step of another task is charged to
   * @param shared whether the steps of the tasks that it starts count too; null if not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Limits(
      int steps,
      int timeoutSeconds,
      @Nullable Budget budget,
      @Nullable Charge inherited,
      @Nullable Boolean shared) {

    /** In numbers: whether those were named or are the default's makes no other submission. */
    boolean areThoseOf(Limits other) {
      return equals(
          new Limits(other.steps, other.timeoutSeconds, other.budget, other.inherited, shared));
    }

    /** With as many steps for each task that it starts. */
    public Limits(
        int steps, int timeoutSeconds, @Nullable Budget budget, @Nullable Charge inherited) {
      this(steps, timeoutSeconds, budget, inherited, null);
    }

    /** Without a budget. */
    public Limits(int steps, int timeoutSeconds) {
      this(steps, timeoutSeconds, null, null);
    }
  }

  /**
   * @param input of the workflow: {@code {goal, input, knowledge}}
   * @param parent whose step this task is; null where a client submitted it
   * @param origin of a fork; null where the task begins at its workflow's beginning
   * @param bodyHash SHA-256 of the submission's canonical JSON: what tells a repetition from a
   *     conflict
   * @param untrusted whether the input may hold text from outside; absent if not
   */
  record TaskSubmitted(
      String workflow,
      String workflowHash,
      Value input,
      List<String> knowledge,
      Map<String, String> labels,
      Limits limits,
      Instant deadline,
      @Nullable String model,
      String bodyHash,
      String traceparent,
      @Nullable Parent parent,
      @Nullable Origin origin,
      @Nullable Boolean untrusted,
      Instant at)
      implements TaskEvent {

    /** Whose input holds no text from outside. */
    TaskSubmitted(
        String workflow,
        String workflowHash,
        Value input,
        List<String> knowledge,
        Map<String, String> labels,
        Limits limits,
        Instant deadline,
        @Nullable String model,
        String bodyHash,
        String traceparent,
        @Nullable Parent parent,
        @Nullable Origin origin,
        Instant at) {
      this(
          workflow,
          workflowHash,
          input,
          knowledge,
          labels,
          limits,
          deadline,
          model,
          bodyHash,
          traceparent,
          parent,
          origin,
          null,
          at);
    }
  }

  /**
   * Where a fork's history comes from: the events of another task of the same tenant, behind its
   * first one, as they stand there.
   *
   * @param sequence of the last event that is copied
   * @param workflowHash of the workflow that the copied history began with
   * @param patch JSON merge patch (RFC 7386) on the data at that point; null where it stays
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Origin(
      String task,
      long sequence,
      String workflowHash,
      List<Heritage> agents,
      @Nullable JsonNode patch) {}

  /**
   * What an agent of the fork begins with: the journal of its namesake.
   *
   * @param through the last event's sequence number
   */
  record Heritage(int agent, String role, long through) {}

  /**
   * The history is copied up to here, and the fork goes on live.
   *
   * @param from the task that it is copied from
   * @param sequence of the last event that was
   * @param workflowHash of the workflow that it goes on with
   * @param data that the next state is given; null where it is what the last one put out
   */
  record TaskForked(
      String from, long sequence, String workflowHash, @Nullable Value data, Instant at)
      implements TaskEvent {}

  /**
   * A step of another task of the same tenant.
   *
   * @param depth how many tasks stand above this one
   */
  record Parent(String task, int assignment, int attempt, int depth) {}

  record StateEntered(int frame, String state, Value input, Instant at) implements TaskEvent {}

  /**
   * @param assigned variables that were set
   * @param next the state that follows; null at the end of a machine
   * @param outcome where the state ends the workflow and says what it came to
   */
  record StateExited(
      int frame,
      String state,
      Value output,
      Map<String, Value> assigned,
      @Nullable String next,
      @Nullable Outcome outcome,
      Instant at)
      implements TaskEvent {}

  /** A state's own expression had no value, or none that fits. */
  record EvaluationFailed(int frame, String state, String error, String cause, Instant at)
      implements TaskEvent {}

  /**
   * @param agent the agent's number in this task
   * @param deadline after it an answer is not wanted any more
   * @param heartbeatSeconds between two signs of life; null where none is asked for
   * @param token by which the attempt is ended from outside; null where its agent ends it
   * @param steps that the task which does it is lent; null where it has a limit for itself, or is
   *     none
   * @param untrusted whether the input may hold text from outside; absent if not
   */
  record StepAssigned(
      int assignment,
      int attempt,
      int agent,
      String role,
      String roleHash,
      String model,
      int frame,
      String state,
      Value input,
      Instant deadline,
      @Nullable Integer heartbeatSeconds,
      @Nullable String token,
      @Nullable Integer steps,
      @Nullable Boolean untrusted,
      Instant at)
      implements TaskEvent {

    /** Whose input holds no text from outside. */
    StepAssigned(
        int assignment,
        int attempt,
        int agent,
        String role,
        String roleHash,
        String model,
        int frame,
        String state,
        Value input,
        Instant deadline,
        @Nullable Integer heartbeatSeconds,
        @Nullable String token,
        @Nullable Integer steps,
        Instant at) {
      this(
          assignment,
          attempt,
          agent,
          role,
          roleHash,
          model,
          frame,
          state,
          input,
          deadline,
          heartbeatSeconds,
          token,
          steps,
          null,
          at);
    }
  }

  /**
   * Whoever was given the step has begun what somebody else ends, by the attempt's token.
   *
   * @param steps that the task which did it took of those it was lent; null where it was lent none
   * @param untrusted whether the output may hold text from outside; absent if not
   */
  record StepSubmitted(
      int assignment,
      int attempt,
      Value output,
      long transcriptSequence,
      Usage usage,
      @Nullable Integer steps,
      @Nullable Boolean untrusted,
      Instant at)
      implements TaskEvent {

    /** Whose agent has read nothing from outside. */
    StepSubmitted(
        int assignment,
        int attempt,
        Value output,
        long transcriptSequence,
        Usage usage,
        @Nullable Integer steps,
        Instant at) {
      this(assignment, attempt, output, transcriptSequence, usage, steps, null, at);
    }
  }

  /**
   * @param engine the models that answered, where they are others than the one that the step was
   *     given to; empty where none did
   * @param steps that the task which did it took of those it was lent; null where it was lent none
   * @param shared what its agent has let the others know; null for nothing
   * @param untrusted whether the output may hold text from outside; absent if not
   */
  record StepReturned(
      int assignment,
      int attempt,
      Value output,
      long transcriptSequence,
      Usage usage,
      @Nullable String engine,
      @Nullable Integer steps,
      @Nullable Shared shared,
      @Nullable Boolean untrusted,
      Instant at)
      implements TaskEvent {

    /** Whose agent has read nothing from outside. */
    StepReturned(
        int assignment,
        int attempt,
        Value output,
        long transcriptSequence,
        Usage usage,
        @Nullable String engine,
        @Nullable Integer steps,
        @Nullable Shared shared,
        Instant at) {
      this(assignment, attempt, output, transcriptSequence, usage, engine, steps, shared, null, at);
    }

    /** Whose agent has let nobody know anything. */
    StepReturned(
        int assignment,
        int attempt,
        Value output,
        long transcriptSequence,
        Usage usage,
        @Nullable String engine,
        @Nullable Integer steps,
        Instant at) {
      this(assignment, attempt, output, transcriptSequence, usage, engine, steps, null, at);
    }

    /** Of a step whose model its assignment names. */
    StepReturned(
        int assignment,
        int attempt,
        Value output,
        long transcriptSequence,
        Usage usage,
        Instant at) {
      this(assignment, attempt, output, transcriptSequence, usage, null, null, at);
    }
  }

  /**
   * @param engine the models that answered, where they are others than the one that the step was
   *     given to; empty where none did
   * @param steps that the task which did it took of those it was lent; null where it was lent none
   * @param untrusted whether the cause may hold text from outside; absent if not
   */
  record StepFailed(
      int assignment,
      int attempt,
      String error,
      String cause,
      Usage usage,
      @Nullable String engine,
      @Nullable Integer steps,
      @Nullable Boolean untrusted,
      Instant at)
      implements TaskEvent {

    /** Of a step whose model its assignment names. */
    StepFailed(int assignment, int attempt, String error, String cause, Usage usage, Instant at) {
      this(assignment, attempt, error, cause, usage, null, null, null, at);
    }
  }

  /**
   * A share of the task's budget is spent.
   *
   * @param share in percent
   * @param spent in the kind's unit: billionths of the currency's unit, tokens, calls
   * @param limit what people have added included
   */
  record BudgetAlerted(Budget.Kind kind, int share, long spent, long limit, Instant at)
      implements TaskEvent {}

  /**
   * People added to a budget, and what could not go on without goes on.
   *
   * @param approval by which they did
   * @param error that was put to them: it says whose budget it is
   */
  record BudgetRaised(String approval, String error, Amounts by, Instant at) implements TaskEvent {}

  /** A step's failure goes to people, by the approval of the same write. */
  record EscalationTicketed(String approval, Ticket ticket, Instant at) implements TaskEvent {}

  /**
   * What another system needs to open a ticket of its own.
   *
   * @param attempts how many there have been
   * @param url where it is answered, from the server's root
   */
  record Ticket(
      String title,
      String description,
      String task,
      String state,
      String error,
      String cause,
      int attempts,
      Instant at,
      String url) {}

  /** The work is not wanted any more: its frame was aborted. */
  record AssignmentCancelled(int assignment, Instant at) implements TaskEvent {}

  /**
   * @param assignment that is given out again; 0 where the state had given none out
   * @param attempt the one that will be assigned
   * @param retrier which entry of the state's Retry decided it, from 0
   * @param frame whose state is tried again; null in journals from before it was written
   */
  record RetryScheduled(
      int assignment, int attempt, int retrier, Instant dueAt, @Nullable Integer frame, Instant at)
      implements TaskEvent {}

  record ErrorCaught(int frame, String state, String error, String cause, Instant at)
      implements TaskEvent {}

  /** A Wait state waits. */
  record TimerStarted(int frame, String state, Instant dueAt, Instant at) implements TaskEvent {}

  record TimerFired(int frame, Instant at) implements TaskEvent {}

  /**
   * @param input that every branch is given
   * @param branches how many there are
   */
  record ParallelStarted(int frame, String state, Value input, int branches, Instant at)
      implements TaskEvent {}

  /**
   * @param maxConcurrency how many branches may be open at a time
   * @param tolerated how many items may fail; null where none may
   */
  record MapStarted(
      int frame,
      String state,
      Value items,
      int maxConcurrency,
      @Nullable Integer tolerated,
      Instant at)
      implements TaskEvent {}

  /**
   * @param parent the frame whose Map or Parallel state this is a part of
   * @param index of the item or branch, from 0
   */
  record BranchStarted(int frame, int parent, String state, int index, Value input, Instant at)
      implements TaskEvent {}

  /**
   * An item of a distributed Map is a task of its own, whose id follows from the assignment.
   *
   * @param index of the item, from 0
   * @param workflowHash of what it runs
   * @param steps that it is lent; null where it has a limit for itself
   * @param untrusted whether the input may hold text from outside; absent if not
   */
  record ChildStarted(
      int assignment,
      int frame,
      String state,
      int index,
      String workflowHash,
      Value input,
      @Nullable Integer steps,
      @Nullable Boolean untrusted,
      Instant at)
      implements TaskEvent {

    /** Whose input holds no text from outside. */
    ChildStarted(
        int assignment,
        int frame,
        String state,
        int index,
        String workflowHash,
        Value input,
        @Nullable Integer steps,
        Instant at) {
      this(assignment, frame, state, index, workflowHash, input, steps, null, at);
    }
  }

  /**
   * @param output null where it failed
   * @param error null where it did not fail
   * @param engine the models that answered there
   * @param steps that it took of those; null where it was lent none
   * @param untrusted whether output or cause may hold text from outside; absent if not
   */
  record ChildEnded(
      int assignment,
      @Nullable Value output,
      @Nullable String error,
      @Nullable String cause,
      Usage usage,
      @Nullable String engine,
      @Nullable Integer steps,
      @Nullable Boolean untrusted,
      Instant at)
      implements TaskEvent {

    /** That has read nothing from outside. */
    ChildEnded(
        int assignment,
        @Nullable Value output,
        @Nullable String error,
        @Nullable String cause,
        Usage usage,
        @Nullable String engine,
        @Nullable Integer steps,
        Instant at) {
      this(assignment, output, error, cause, usage, engine, steps, null, at);
    }
  }

  /**
   * Somebody outside has told the task's agents something.
   *
   * @param message its id
   * @param to a role, or an assignment's number; null for whoever is at work
   * @param assignments at work that it is for; empty where it waits for the next one
   */
  record MessageGiven(
      String message, String text, @Nullable String to, List<Integer> assignments, Instant at)
      implements TaskEvent {}

  /**
   * An agent has asked for a question, and it is its own from here on.
   *
   * @param asked by which of its model's tool calls
   */
  record QuestionClaimed(Approval.Asked asked, String question, Instant at) implements TaskEvent {}

  record BranchCompleted(int frame, Value output, Instant at) implements TaskEvent {}

  record BranchFailed(int frame, String error, String cause, Instant at) implements TaskEvent {}

  /** Ended, with everything inside it, because a branch beside it failed. */
  record BranchAborted(int frame, Instant at) implements TaskEvent {}

  /**
   * Behind an end: the next run of the same task begins where the last one failed.
   *
   * @param run counted from 1, so 2 for the first redrive
   * @param deadline of this run
   */
  record TaskRedriven(int run, Instant deadline, Instant at) implements TaskEvent {}

  /** The last of all: there is no such task any more, and its journals are to go. */
  record TaskRetired(Instant at) implements TaskEvent {}

  /** One of the three ends. */
  sealed interface TaskEnded extends TaskEvent {}

  record TaskCompleted(Outcome outcome, Value output, Instant at) implements TaskEnded {}

  record TaskFailed(String error, String cause, Instant at) implements TaskEnded {}

  record TaskCancelled(String reason, Instant at) implements TaskEnded {}
}
