package dev.troupe.supervisor.task;

import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Writing;
import dev.troupe.agents.shared.Entry;
import dev.troupe.cluster.CborSerializable;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What a {@link Supervisor} may be told, and what it answers. */
public sealed interface SupervisorMessage {

  /**
   * @param command its moment is when the row in the wake-up index was written: the row comes first
   */
  record Submit(TaskCommand.Submit command, ActorRef<Submitted> replyTo)
      implements SupervisorMessage, CborSerializable {}

  record Get(ActorRef<Found> replyTo) implements SupervisorMessage, CborSerializable {}

  /** What the task's agents have let each other know, as its journal has it. */
  record GetGathered(ActorRef<FoundGathered> replyTo)
      implements SupervisorMessage, CborSerializable {}

  /** Answered at the task's end. */
  record AwaitEnd(ActorRef<Found> replyTo) implements SupervisorMessage, CborSerializable {}

  record Cancel(String reason, ActorRef<Found> replyTo)
      implements SupervisorMessage, CborSerializable {}

  /** Begin the next run of a task that ended without completing. */
  record Redrive(ActorRef<Redriven> replyTo) implements SupervisorMessage, CborSerializable {}

  /** Somebody shows a step's token. */
  record CallBack(String token, Callback callback, ActorRef<CalledBack> replyTo)
      implements SupervisorMessage, CborSerializable {}

  record GetApproval(String approval, ActorRef<FoundApproval> replyTo)
      implements SupervisorMessage, CborSerializable {}

  /** Somebody decides an approval. */
  record Decide(String approval, ApprovalDecision decision, ActorRef<ApprovalReply> replyTo)
      implements SupervisorMessage, CborSerializable {}

  /** Somebody tells the task's agents something. */
  record Tell(String message, String text, @Nullable String to, ActorRef<Told> replyTo)
      implements SupervisorMessage, CborSerializable {}

  /**
   * Show me what happens; to be repeated, and forgotten when it is not.
   *
   * @param watcher is shown what models write while they write it; null where nobody wants that
   */
  record Follow(ActorRef<Signal> follower, @Nullable ActorRef<Writing> watcher)
      implements SupervisorMessage, CborSerializable {}

  /** The wake-up index says that this task wanted to be woken at {@code dueAt}. */
  record WakeUp(Instant dueAt) implements SupervisorMessage, CborSerializable {}

  /**
   * A task that was started as a step tells what became of it, until it is heard.
   *
   * @param steps that it took of those that it was lent; null where it was lent none
   * @param untrusted whether what it says may hold text from outside; null if not
   */
  record ChildEnded(
      int assignment,
      int attempt,
      TaskView child,
      @Nullable Integer steps,
      @Nullable Boolean untrusted,
      ActorRef<ChildHeard> replyTo)
      implements SupervisorMessage, CborSerializable {}

  /**
   * Be removed, if the task ended before an instant and nothing has happened since. Behind it there
   * is no such task, and its journals are removed later: {@link Forget}.
   *
   * @param sequence of the last event that whoever asks has seen
   */
  record Retire(Instant endedBefore, long sequence, ActorRef<Removed> replyTo)
      implements SupervisorMessage, CborSerializable {}

  /** Remove the journal of a task that was retired: all else of it is gone. */
  record Forget(ActorRef<Removed> replyTo) implements SupervisorMessage, CborSerializable {}

  record Stop() implements SupervisorMessage, CborSerializable {}

  /** The entity's own messages to itself; they never cross the wire. */
  sealed interface Internal extends SupervisorMessage {}

  record AgentReplied(AgentReply reply) implements Internal {}

  record Alarm() implements Internal {}

  record GoOn() implements Internal {}

  /** The task has a row in the wake-up index again: it can be redriven. */
  record RowKept(ActorRef<Redriven> replyTo, @Nullable Throwable failure) implements Internal {}

  /** What a fork copies next. */
  record HistoryRead(long after, @Nullable List<TaskEvent> events, @Nullable Throwable failure)
      implements Internal {}

  /** A fork's agents remember what their namesakes did. */
  record MemoriesInherited(@Nullable Throwable failure) implements Internal {}

  /** The task's journal is gone, unless an event was too young or the store has failed. */
  record Forgotten(ActorRef<Removed> replyTo, boolean isGone, @Nullable Throwable failure)
      implements Internal {}

  record WorkflowLoaded(@Nullable Throwable failure) implements Internal {}

  record RowMoved(Instant dueAt, @Nullable Throwable failure) implements Internal {}

  /** Where the task's row in the wake-up index stands. */
  record RowFound(@Nullable Instant dueAt, @Nullable Throwable failure) implements Internal {}

  record ChildStarted(
      int assignment, int attempt, @Nullable Submitted answer, @Nullable Throwable failure)
      implements Internal {}

  record ChildCancelled(
      int assignment, int attempt, @Nullable Found ended, @Nullable Throwable failure)
      implements Internal {}

  record ParentHeard(ChildHeard heard) implements Internal {}

  // Answers

  record ChildHeard(String child) implements CborSerializable {}

  sealed interface Submitted extends CborSerializable {
    record Durable(TaskStatus status, boolean fresh) implements Submitted {}

    record Conflicting() implements Submitted {}

    /** Nothing was stored. */
    record Refused(String reason) implements Submitted {}

    /** The store failed, and may have it all the same. */
    record Unknown(String reason) implements Submitted {}
  }

  sealed interface Redriven extends CborSerializable {
    /** Durable. */
    record Begun(TaskView task) implements Redriven {}

    record Refused(String why) implements Redriven {}

    record Absent() implements Redriven {}

    record NotStored(String reason) implements Redriven {}
  }

  /** What a token was good for. */
  enum CalledBack implements CborSerializable {
    TAKEN,
    /** The attempt is over, or ended otherwise. */
    TOO_LATE,
    NO_SUCH_TASK
  }

  /** How far a task's removal has come. */
  enum Removed implements CborSerializable {
    /** It is open, ended too late, or has gone on since. */
    STAYS,
    /** Durable: nothing brings it back. */
    RETIRED,
    /** There is nothing of it, or there never was. */
    GONE
  }

  sealed interface Told extends CborSerializable {
    /** Durable. */
    record Taken() implements Told {}

    record Refused(String why) implements Told {}

    record Absent() implements Told {}
  }

  record Found(Optional<TaskView> task) implements CborSerializable {}

  /**
   * @param entries empty where there is no such task
   */
  record FoundGathered(Optional<List<Entry>> entries) implements CborSerializable {}

  record FoundApproval(Optional<ApprovalView> approval) implements CborSerializable {}

  sealed interface Signal extends CborSerializable {
    /** There is more to read in the journal. */
    record Advanced(long sequence) implements Signal {}

    /** Of an agent at work: never stored, may be lost. */
    record Progressed(int assignment, String role, String text) implements Signal {}
  }
}
