package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts a step to people, and takes what they decide, or that they do not. */
final class ApprovalRunner {
  static final String REJECTED = "Approval.Rejected";
  static final String EXPIRED = "Approval.Expired";

  private final Interpreter interpreter;
  private final Frame frame;

  ApprovalRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  /** The step that was just assigned asks what its input says. */
  void ask(Work work) {
    try {
      request(work, ApprovalRequest.read(work.input().json()));
    } catch (EvaluationFailure malformed) {
      fail(work, malformed.error(), malformed.cause());
    }
  }

  /** Its content is the step's own, which the journal holds already. */
  String request(Work work, ApprovalRequest request) {
    return request(work, request, null);
  }

  /** The same for what an agent's model asks. */
  String request(Work work, ApprovalRequest request, Approval.@Nullable Asked asked) {
    var now = interpreter.now();
    var task = TaskId.fromKey(interpreter.environment().taskKey());
    var id =
        asked == null
            ? new ApprovalId(task, work.assignment(), work.attempt()).toString()
            : new ApprovalId(task, asked).toString();
    interpreter.emit(
        new ApprovalEvent.ApprovalRequested(
            id,
            work.assignment(),
            work.attempt(),
            frame.number(),
            frame.visit().state(),
            request.question(),
            write(request.details()),
            write(request.form()),
            request.first().approvers(),
            request.quorum(),
            expiresAt(request, asked),
            request.chain(),
            asked,
            now));
    return id;
  }

  /** What a model asks nobody can answer any more once the task has ended. */
  private @Nullable Instant expiresAt(ApprovalRequest request, Approval.@Nullable Asked asked) {
    var expiresAt = request.first().expiresAt(interpreter.now());
    var end = interpreter.running().terms().deadline();
    return asked != null && expiresAt != null && expiresAt.isAfter(end) ? end : expiresAt;
  }

  private @Nullable Value write(@Nullable JsonNode content) {
    return content == null ? null : interpreter.write(frame, content);
  }

  /**
   * @throws EvaluationFailure if the edits are larger than a value may be
   */
  void decide(Work work, Approval approval, ApprovalDecision decision) {
    var status = statusAfter(approval, decision.choice());
    interpreter.emit(
        new ApprovalEvent.ApprovalDecided(
            approval.id(),
            decision.by(),
            decision.as(),
            decision.choice(),
            write(decision.edits()),
            decision.comment(),
            status,
            interpreter.now()));
    if (approval.asked() != null) {
      // The agent's model makes of it what it will.
      return;
    }
    switch (status) {
      case APPROVED -> approve(work);
      case REJECTED -> {
        var comment = decision.comment();
        var unexplained = "Rejected by '%s', without a comment.".formatted(decision.by());
        refuse(work, approval, REJECTED, comment == null ? unexplained : comment);
      }
      case OPEN, EXPIRED, CANCELLED -> {}
    }
  }

  private static ApprovalStatus statusAfter(Approval approval, Choice choice) {
    return switch (choice) {
      case REJECT -> ApprovalStatus.REJECTED;
      case APPROVE ->
          approval.approvals() + 1 < approval.quorum()
              ? ApprovalStatus.OPEN
              : ApprovalStatus.APPROVED;
    };
  }

  private void approve(Work work) {
    var approval = decided(work);
    var failure = approval.failure();
    if (failure != null && Budget.isExhausted(failure.error())) {
      new BudgetRunner(interpreter, frame).raise(approval, failure.error(), edits(approval));
    } else {
      returned(work, approval);
    }
  }

  private void returned(Work work, Approval approval) {
    try {
      var output = interpreter.write(frame, result(approval));
      interpreter.emit(
          new TaskEvent.StepReturned(
              work.assignment(), work.attempt(), output, 0, Usage.NONE, interpreter.now()));
    } catch (EvaluationFailure tooLarge) {
      fail(work, tooLarge.error(), tooLarge.cause());
    }
  }

  /** As it is after the decision. */
  private Approval decided(Work work) {
    var now = interpreter.running().frame(frame.number()).position();
    if (now instanceof Position.Working(_, var asking)
        && asking.assignment() == work.assignment()
        && asking.approval() != null) {
      return asking.approval();
    }
    throw new IllegalStateException("Assignment %d asks nobody".formatted(work.assignment()));
  }

  /** Of a step that had failed, people say what its result is. */
  private static JsonNode result(Approval approval) {
    if (approval.failure() != null) {
      return Objects.requireNonNullElse(edits(approval), NullNode.getInstance());
    }
    var result = JsonNodeFactory.instance.objectNode();
    var last = approval.votes().getLast();
    result.put("decision", last.choice().wireName());
    result.set("edits", edits(approval));
    result.put("comment", last.comment()).put("by", last.by());
    var all = result.putArray("approvals");
    approval.votes().forEach(vote -> all.add(entry(vote)));
    return result;
  }

  /** The last that somebody made. */
  private static @Nullable JsonNode edits(Approval approval) {
    return approval.edits().reduce((_, later) -> later).map(Held::json).orElse(null);
  }

  private static ObjectNode entry(Approval.Vote vote) {
    var edits = vote.edits();
    var entry =
        JsonNodeFactory.instance
            .objectNode()
            .put("decision", vote.choice().wireName())
            .put("by", vote.by())
            .put("as", vote.as());
    entry.set("edits", edits == null ? null : edits.json());
    return entry.put("comment", vote.comment()).put("at", vote.at().toString());
  }

  /** Time is up: for those who are asked now, or for the step as a whole. */
  void fallDue(Work work, Approval approval) {
    var now = interpreter.now();
    var expiresAt = approval.standing().expiresAt();
    if (approval.asked() != null) {
      close(approval, ApprovalStatus.EXPIRED);
      return;
    }
    if (expiresAt == null
        || now.isBefore(expiresAt)
        || (approval.failure() == null && expiresAt.isAfter(work.deadline()))) {
      close(approval, ApprovalStatus.EXPIRED);
      var cause = "No decision by %s, the step's deadline.".formatted(work.deadline());
      fail(work, ErrorNames.TIMEOUT, cause);
    } else if (approval.chain().isEmpty()) {
      close(approval, ApprovalStatus.EXPIRED);
      var cause = "Nobody decided by %s: %s".formatted(expiresAt, approval.question());
      refuse(work, approval, EXPIRED, cause);
    } else {
      escalate(approval, now);
    }
  }

  /** Who is asked next has all of their time, however late this was found. */
  private void escalate(Approval approval, Instant now) {
    var next = approval.chain().getFirst();
    interpreter.emit(
        new ApprovalEvent.ApprovalEscalated(
            approval.id(),
            approval.standing().level() + 1,
            next.approvers(),
            next.expiresAt(now),
            now));
  }

  private void close(Approval approval, ApprovalStatus status) {
    interpreter.emit(new ApprovalEvent.ApprovalClosed(approval.id(), status, interpreter.now()));
  }

  /** A failure that was put to people stands again; it has been told before. */
  private void refuse(Work work, Approval approval, String error, String cause) {
    if (approval.failure() == null) {
      fail(work, error, cause);
    }
  }

  private void fail(Work work, String error, String cause) {
    interpreter.emit(
        new TaskEvent.StepFailed(
            work.assignment(), work.attempt(), error, cause, Usage.NONE, interpreter.now()));
  }
}
