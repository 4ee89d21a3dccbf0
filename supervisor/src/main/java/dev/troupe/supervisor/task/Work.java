package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Budget;
import dev.troupe.supervisor.ApprovalStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at an assignment.
 *
 * @param heartbeat how long it may be silent; null where it may for ever
 * @param token by which it is ended from outside; null where its agent ends it
 * @param submitted its agent has done its part
 * @param assignedAt or when it went on behind what people were asked
 * @param approval by which people end it, or answer its agent; null where nobody was asked
 */
public record Work(
    int assignment,
    int attempt,
    int agent,
    String role,
    String roleHash,
    String model,
    Held input,
    Instant assignedAt,
    Instant deadline,
    @Nullable Duration heartbeat,
    @Nullable String token,
    boolean submitted,
    @Nullable Approval approval) {
  static final int NO_AGENT = 0;

  /** A task of its own that nothing but its end ends, or the end of who started it. */
  static Work ofChild(
      int assignment, String workflow, String hash, Held input, Instant at, Instant deadline) {
    return new Work(
        assignment,
        1,
        NO_AGENT,
        Binding.WORKFLOW + workflow,
        hash,
        "",
        input,
        at,
        deadline,
        null,
        null,
        false,
        null);
  }

  /**
   * Others than agents have a performer with a colon in its name; people may take over from one.
   */
  public boolean isForAgent() {
    return approval == null && !isForOthers(role);
  }

  boolean isForFunction() {
    return approval == null && (role.startsWith(Binding.FUNCTION) || role.startsWith(Binding.TOOL));
  }

  /** Somebody on a node has to be told to do it, and to stop. */
  boolean isToBeTold() {
    return isForAgent() || isForFunction();
  }

  boolean isForWorkflow() {
    return approval == null && (role.startsWith(Binding.WORKFLOW) || isExecution());
  }

  boolean isExecution() {
    return role.startsWith(Binding.EXECUTION);
  }

  /** The name of the workflow that does it. */
  String workflow() {
    return role.substring(role.indexOf(':') + 1);
  }

  /** What that workflow is given. */
  JsonNode workflowInput() {
    return isExecution() ? new Execution(input.json()).input() : input.json();
  }

  public static boolean isForOthers(String performer) {
    return performer.indexOf(':') >= 0;
  }

  Work asSubmitted() {
    return with(heartbeat, token, true, approval);
  }

  /** It waits for people. */
  boolean isForPeople() {
    return approval != null;
  }

  /** Of an attempt that has failed, nothing but people's decision counts any more. */
  Work asking(Approval asked) {
    var isOver = asked.failure() != null;
    return isOver ? with(null, null, false, asked) : with(heartbeat, token, submitted, asked);
  }

  /** It goes on: what people took is not its time. */
  Work answered(Instant at, Instant ofTask) {
    if (approval == null) {
      return this;
    }
    var later = deadline.plus(Duration.between(approval.requestedAt(), at));
    return new Work(
        assignment,
        attempt,
        agent,
        role,
        roleHash,
        model,
        input,
        at,
        later.isBefore(ofTask) ? later : ofTask,
        heartbeat,
        token,
        submitted,
        null);
  }

  /** People were asked to add to a budget for it. */
  boolean lacksBudget(String error) {
    return approval != null
        && approval.failure() != null
        && approval.failure().error().equals(error);
  }

  /** They added to it by their decision about another step. */
  boolean isAnsweredFor() {
    return approval != null
        && approval.failure() != null
        && Budget.isExhausted(approval.failure().error())
        && approval.standing().status() == ApprovalStatus.CANCELLED;
  }

  /** As if nobody had been asked. */
  Work unasked() {
    return with(heartbeat, token, submitted, null);
  }

  private Work with(
      @Nullable Duration heartbeat,
      @Nullable String token,
      boolean submitted,
      @Nullable Approval approval) {
    return new Work(
        assignment,
        attempt,
        agent,
        role,
        roleHash,
        model,
        input,
        assignedAt,
        deadline,
        heartbeat,
        token,
        submitted,
        approval);
  }

  /** Content that it still needs. */
  Stream<Held> held() {
    return approval == null ? Stream.of(input) : Stream.concat(Stream.of(input), approval.edits());
  }

  /**
   * People who are asked to mend a failure, or by an agent, have the task's time, not the
   * attempt's.
   */
  private @Nullable Instant dueAt(Approval asked) {
    var expiresAt = asked.standing().expiresAt();
    return asked.failure() == null
            && asked.asked() == null
            && (expiresAt == null || deadline.isBefore(expiresAt))
        ? deadline
        : expiresAt;
  }

  /** When it is over without a word; null where the task's own time is all there is. */
  @Nullable Instant dueAt(LastHeard heard) {
    if (approval != null && approval.isOpen()) {
      return dueAt(approval);
    }
    // A child is heard at its end only: it cannot fall silent, its supervisor sees to that.
    if (heartbeat == null || isForWorkflow()) {
      return deadline;
    }
    var last = heard.from(assignment);
    var silentAt = (last == null || last.isBefore(assignedAt) ? assignedAt : last).plus(heartbeat);
    return silentAt.isBefore(deadline) ? silentAt : deadline;
  }
}
