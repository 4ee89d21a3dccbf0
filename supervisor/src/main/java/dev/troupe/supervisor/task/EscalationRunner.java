package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.workflow.Escalation;
import dev.troupe.supervisor.workflow.EvaluationFailure;

/** Puts a failed step to people: they say what its result is, or that it stays failed. */
final class EscalationRunner {
  private final Interpreter interpreter;
  private final Frame frame;

  EscalationRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  /** Once for each attempt from the one that is named on; what people refuse is not asked again. */
  static boolean isDue(Escalation escalation, Work failed) {
    return failed.approval() == null && failed.attempt() >= escalation.afterAttempts();
  }

  /** False if what to ask cannot be evaluated: the failure goes on without people. */
  boolean ask(Escalation escalation, Work failed, String error, String cause) {
    try {
      var request = ApprovalRequest.read(request(escalation, failed, error, cause));
      var id = new ApprovalRunner(interpreter, frame).request(failed, request);
      interpreter.emit(ticket(id, request.question(), failed, error, cause));
      return true;
    } catch (EvaluationFailure unanswerable) {
      interpreter.emit(
          new TaskEvent.EvaluationFailed(
              frame.number(),
              frame.visit().state(),
              unanswerable.error(),
              interpreter.located(frame, unanswerable.cause()),
              interpreter.now()));
      return false;
    }
  }

  private JsonNode request(Escalation escalation, Work failed, String error, String cause) {
    var errorOutput = JsonNodeFactory.instance.objectNode();
    errorOutput.put("Error", error).put("Cause", cause);
    var scope = new Scopes(interpreter, frame).withError(frame.visit().input().json(), errorOutput);
    ObjectNode request = escalation.request().evaluate(scope, "escalate").deepCopy();
    if (!request.has("question")) {
      request.put("question", title(failed, error) + " What is its result?");
    }
    request
        .putObject("details")
        .put("error", error)
        .put("cause", cause)
        .put("attempts", failed.attempt())
        .put("state", frame.visit().state())
        .set("input", failed.input().json());
    return request;
  }

  private String title(Work failed, String error) {
    return "Step '%s' failed with %s after %d %s."
        .formatted(
            frame.visit().state(),
            error,
            failed.attempt(),
            failed.attempt() == 1 ? "attempt" : "attempts");
  }

  private TaskEvent.EscalationTicketed ticket(
      String approval, String question, Work failed, String error, String cause) {
    var now = interpreter.now();
    var task = TaskId.fromKey(interpreter.environment().taskKey()).id();
    return new TaskEvent.EscalationTicketed(
        approval,
        new TaskEvent.Ticket(
            title(failed, error),
            question,
            task,
            frame.visit().state(),
            error,
            cause,
            failed.attempt(),
            now,
            "/v1/approvals/" + approval),
        now);
  }
}
