package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Guardrail;
import dev.troupe.supervisor.ApprovalStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
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
 * @param calls the agents that its own has called
 * @param unheardFrom the first of its attempts that nobody has heard the end of: a cancel or a time
 *     that was over came first. The one behind this where this one's end was heard
 * @param untrusted the input may hold text from outside
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
    @Nullable Approval approval,
    Calls calls,
    int unheardFrom,
    boolean untrusted) {
  static final int NO_AGENT = 0;

  /** As workflows are called that belong to one task alone. */
  private static final String NAMELESS = "inline";

  /** Of an agent that has called no others. */
  Work(
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
    this(
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
        approval,
        Calls.NONE,
        attempt,
        false);
  }

  /** A task of its own that nothing but its end ends, or the end of who started it. */
  static Work ofChild(
      int assignment,
      String workflow,
      String hash,
      Held input,
      Instant at,
      Instant deadline,
      boolean untrusted) {
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
        null,
        Calls.NONE,
        1,
        untrusted);
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

  /** Somebody on a node has to be told to do it: not while it waits for others. */
  boolean isToBeTold() {
    return isToBeStopped() && !calls.areOpen();
  }

  /** Somebody on a node has to be told when it is not wanted any more. */
  boolean isToBeStopped() {
    return isForAgent() || isForFunction();
  }

  /** This and what was called for in its midst, and in the midst of that. */
  Stream<Work> tree() {
    return Stream.concat(Stream.of(this), calls.open().flatMap(Work::tree));
  }

  private boolean holds(int number) {
    return tree().anyMatch(work -> work.assignment() == number);
  }

  /** The same with one of its tree changed. */
  Work changed(int number, UnaryOperator<Work> change) {
    return number == assignment
        ? change.apply(this)
        : with(calls.eachOpen(called -> called.changed(number, change)));
  }

  Work calling(Calls.Call call) {
    return with(calls.with(call));
  }

  /** One that it had called has come to its end; behind the last one it goes on. */
  Work ended(int number, UnaryOperator<Calls.Call> end, Instant at) {
    if (calls.open().noneMatch(called -> called.assignment() == number)) {
      return with(calls.eachOpen(called -> called.ended(number, end, at)));
    }
    var left = with(calls.changed(number, end));
    return left.calls.areOpen() ? left : left.going(at, deadline, approval);
  }

  /** As another attempt finds it: what judges answered that was no verdict is asked anew. */
  Work leftBy(String error) {
    return error.equals(Guardrail.UNJUDGED) ? forgettingCalls() : lapsed();
  }

  /** Nobody whom it had called is waited for any more. */
  Work lapsed() {
    return with(calls.lapsed());
  }

  private Work forgettingCalls() {
    return with(calls.forgotten());
  }

  /** What its agent had to say of this attempt was heard: it counts once. */
  Work heard() {
    return copy(assignedAt, deadline, heartbeat, token, submitted, approval, calls, attempt + 1);
  }

  boolean isForWorkflow() {
    return approval == null && isForWorkflow(role);
  }

  /** The step is a task of its own. */
  public static boolean isForWorkflow(String performer) {
    return performer.startsWith(Binding.WORKFLOW)
        || performer.startsWith(Binding.EXECUTION)
        || performer.equals(Binding.GIVEN);
  }

  boolean isExecution() {
    return role.startsWith(Binding.EXECUTION);
  }

  /** The workflow that does it stands in its input. */
  boolean isGiven() {
    return role.equals(Binding.GIVEN);
  }

  /** The name of the workflow that does it. */
  String workflow() {
    return isGiven() ? NAMELESS : role.substring(role.indexOf(':') + 1);
  }

  /** What that workflow is given. */
  JsonNode workflowInput() {
    if (isGiven()) {
      return new GivenWorkflow(input.json()).input();
    }
    return isExecution() ? new Execution(input.json()).input() : input.json();
  }

  public static boolean isForOthers(String performer) {
    return performer.indexOf(':') >= 0;
  }

  Work asSubmitted() {
    return with(heartbeat, token, true, approval).heard();
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

  /**
   * Whoever asked people goes on: what they took is not its time, nor that of those who called it.
   */
  Work answered(int asker, Duration took, Instant at, Instant ofTask) {
    if (!holds(asker)) {
      return this;
    }
    var later = deadline.plus(took);
    var until = later.isBefore(ofTask) ? later : ofTask;
    return asker == assignment
        ? going(at, until, null)
        : going(assignedAt, until, approval)
            .with(calls.eachOpen(called -> called.answered(asker, took, at, ofTask)));
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

  private Work going(Instant from, Instant until, @Nullable Approval asked) {
    return copy(from, until, heartbeat, token, submitted, asked, calls, unheardFrom);
  }

  private Work with(Calls other) {
    return copy(assignedAt, deadline, heartbeat, token, submitted, approval, other, unheardFrom);
  }

  private Work with(
      @Nullable Duration heartbeat,
      @Nullable String token,
      boolean submitted,
      @Nullable Approval approval) {
    return copy(assignedAt, deadline, heartbeat, token, submitted, approval, calls, unheardFrom);
  }

  /** With all that may change of it. */
  private Work copy(
      Instant assignedAt,
      Instant deadline,
      @Nullable Duration heartbeat,
      @Nullable String token,
      boolean submitted,
      @Nullable Approval approval,
      Calls calls,
      int unheardFrom) {
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
        approval,
        calls,
        unheardFrom,
        untrusted);
  }

  /** The same, as one whose agent has read text from outside by now. */
  Work asUntrusted() {
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
        approval,
        calls,
        unheardFrom,
        true);
  }

  /** Content that it still needs. */
  Stream<Held> held() {
    var own = Stream.concat(Stream.of(input), calls.held());
    return approval == null ? own : Stream.concat(own, approval.edits());
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

  /** When it, or what it waits for, is over without a word; null where only the task's time is. */
  @Nullable Instant dueAt(LastHeard heard) {
    var own = ownDueAt(heard);
    var ofCalls = calls.dueAt(heard);
    return own == null || (ofCalls != null && ofCalls.isBefore(own)) ? ofCalls : own;
  }

  private @Nullable Instant ownDueAt(LastHeard heard) {
    if (approval != null && approval.isOpen()) {
      return dueAt(approval);
    }
    if (calls.areOpen()) {
      return tree().anyMatch(Work::isForPeople) ? null : deadline;
    }
    // A child is heard at its end only: it cannot fall silent, its supervisor sees to that.
    if (heartbeat == null || isForWorkflow()) {
      return deadline;
    }
    var last = heard.from(assignment);
    var silentAt = (last == null || last.isBefore(assignedAt) ? assignedAt : last).plus(heartbeat);
    return silentAt.isBefore(deadline) ? silentAt : deadline;
  }

  /** The innermost of its tree whose time is over. */
  Work due(Instant now, LastHeard heard) {
    return calls
        .open()
        .filter(called -> {
          var due = called.dueAt(heard);
          return due != null && !now.isBefore(due);
        })
        .findFirst()
        .map(called -> called.due(now, heard))
        .orElse(this);
  }
}
