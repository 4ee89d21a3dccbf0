package dev.troupe.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Agents;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Usage;
import dev.troupe.agents.Writing;
import dev.troupe.agents.shared.Findings;
import dev.troupe.agents.shared.Seen;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.archive.ArchiveItem;
import dev.troupe.supervisor.view.SupervisorTasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;

/** The public door of this module: hand in a task, watch it, end it. */
public interface Tasks extends AutoCloseable {

  /** Makes this node a home of tasks. The system must belong to a cluster, if only of itself. */
  static Tasks start(ActorSystem<?> system, TaskSettings settings, Agents agents, Store store) {
    return SupervisorTasks.start(system, settings, agents, store);
  }

  /** Accepted means durable. */
  CompletionStage<SubmitReply> submit(Submission submission);

  /** Asks the entity; reading an unknown id writes nothing. */
  CompletionStage<Optional<TaskView>> get(String tenant, String id);

  /** Answers at the task's end, or when the time is up with the task as it is then. */
  CompletionStage<Optional<TaskView>> await(String tenant, String id, Duration atMost);

  /** The task as it is after the cancel was recorded; a task that has ended stays as it is. */
  CompletionStage<Optional<TaskView>> cancel(String tenant, String id, String reason);

  /**
   * Begins the next run of a task that failed or was cancelled: it goes on from where it failed,
   * and what had succeeded is not run again.
   */
  CompletionStage<RedriveReply> redrive(String tenant, String id);

  /** What this node is at. */
  default TaskLoad load() {
    return TaskLoad.NONE;
  }

  /**
   * A new task whose history is another one's up to an event, and which goes on live from there.
   * The other one may still run. Accepted means durable.
   */
  CompletionStage<ForkReply> fork(Fork fork);

  /** Where two tasks part, read from their journals. */
  CompletionStage<TaskDiff.Reply> diff(String tenant, String id, String other);

  /** Somebody with a step's token ends it, or says that it is still under way. */
  CompletionStage<CallbackReply> callBack(String tenant, String token, Callback callback);

  /** What became of a callback. */
  enum CallbackReply {
    TAKEN,
    /** The attempt is over: it was ended, timed out or given up. */
    TOO_LATE,
    UNKNOWN
  }

  /** Asks the entity, open or not. */
  CompletionStage<Optional<ApprovalView>> approval(String tenant, String id);

  /** Somebody decides; what does not count is kept in the audit record. */
  CompletionStage<ApprovalReply> decide(String tenant, String id, ApprovalDecision decision);

  /**
   * What the task's agents have let each other know: as its journal has it, and as this node has
   * heard of those still at work. Empty if there is no such task.
   */
  CompletionStage<Optional<Findings>> findings(String tenant, String id);

  /**
   * The same as this node has heard of it: what its agents show each other. None of a task that has
   * ended, or is unknown; less than {@link #findings} has where nodes have forgotten.
   */
  CompletionStage<Findings> heard(String tenant, String id);

  /**
   * What the task's agents have read, sorted by document, as this node has heard of it; none of a
   * task that has ended, or is unknown.
   */
  CompletionStage<List<Seen>> seen(String tenant, String id);

  /**
   * What models were used for, for a tenant, by role: counted by all nodes since the cluster's
   * first one started, as this node knows it. A second or so behind, and not what a budget holds
   * to.
   */
  CompletionStage<Map<String, Usage>> usageByRole(String tenant);

  /** Throws IllegalArgumentException where the cursor is none of this list. */
  CompletionStage<ApprovalSummary.Page> approvals(ApprovalSummary.Query query);

  /** Somebody tells a task's agents something; each reads it before it asks its model next. */
  CompletionStage<MessageReply> tell(String tenant, Message message);

  /** Events after a sequence number, oldest first; empty if there is no such task. */
  CompletionStage<Optional<List<TaskEventView>>> events(
      String tenant, String id, long after, int limit);

  /**
   * The same history in the event types of AWS Step Functions, each {@code {id, at, type, ...}};
   * empty if there is no such task.
   */
  CompletionStage<Optional<List<JsonNode>>> serviceHistory(String tenant, String id);

  /**
   * Events after a sequence number as they come, without gap or repeat; completes behind the event
   * that ends the task. Between them {@link Update.Progress} of agents, which has no sequence.
   */
  default Source<Update, NotUsed> follow(String tenant, String id, long after) {
    return follow(tenant, id, after, false);
  }

  /**
   * @param deltas whether {@link Update.Wrote} is told as well: what models write while they do.
   *     Who is too slow for it is told so by a {@link Update.Notice} and gets no more of it.
   */
  Source<Update, NotUsed> follow(String tenant, String id, long after, boolean deltas);

  sealed interface Update {
    record Recorded(TaskEventView event) implements Update {}

    record Progress(int assignment, String role, String text) implements Update {}

    record Wrote(Writing writing) implements Update {}

    /**
     * About the following itself.
     *
     * @param about what it is that the follower gets no more of
     * @param text why, and what to do
     */
    record Notice(String about, String text) implements Update {}
  }

  CompletionStage<TaskSummary.Page> list(TaskSummary.Query query);

  /** How many tasks the store holds that have not ended: what {@code resume} would wake. */
  CompletionStage<Integer> unfinished();

  /**
   * Those of a tenant's tasks that go on by themselves as soon as they are woken: neither those
   * that only wait for a person or a long time, nor any that have ended and are known to have.
   */
  CompletionStage<UnderWay> underWay(String tenant);

  /**
   * @param tasks ids of those that clients submitted
   * @param steps ids of those that are steps of others
   */
  record UnderWay(List<String> tasks, List<String> steps) {
    public boolean isEmpty() {
      return tasks.isEmpty() && steps.isEmpty();
    }
  }

  /**
   * Wakes old tasks, now and whenever they fall due, until the system ends; and removes those that
   * {@code troupe.tasks.retention} does not keep.
   */
  void wakeOldTasks();

  /** The supervisor's and all its agents' journals, in that order. */
  Source<StoredEvent, NotUsed> export(String tenant, String id);

  /**
   * What a backup holds, read as it is asked for. Each journal is as it is when its turn comes; ids
   * that are no tasks give nothing.
   */
  Source<ArchiveItem, NotUsed> archive(ArchiveSelection selection);

  /** Events of these journals under whose numbers two processes have written; none as a rule. */
  Source<Contested, NotUsed> contested(String tenant, String id);

  /**
   * Prompts rebuilt from events, an agent after the other, as plain JSON.
   *
   * @param wanted the only call that is shown; empty for all
   */
  CompletionStage<List<JsonNode>> transcripts(
      String tenant, String id, Optional<CallNumber> wanted);

  /** The workflows that a submission can name. */
  NamedWorkflows workflows();

  /**
   * Ends the node, agents and models included. What has not ended goes on where the next node
   * starts.
   */
  @Override
  void close();
}
