package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Ask;
import dev.troupe.supervisor.task.Approval.Asked;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import java.util.List;

/** Puts to others what an agent asks in the midst of its work. */
final class AskRunner {
  private final Interpreter interpreter;
  private final Frame frame;

  AskRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  /** People are asked one question at a time; the agent asks for the rest behind the answer. */
  void ask(Work work, List<Ask> asks) {
    var isAsking = false;
    for (var ask : asks) {
      switch (ask) {
        case Ask.OfRole called -> call(work, called);
        case Ask.OfQuestion question -> claim(work, question);
        case Ask.OfPerson question -> {
          if (!isAsking) {
            isAsking = true;
            askPeople(work, question);
          }
        }
      }
    }
  }

  /**
   * Whoever asks first has it. Who asks later, or for what cannot be claimed, is told so without a
   * word in the journal.
   */
  private void claim(Work work, Ask.OfQuestion ask) {
    var task = interpreter.running();
    var claims = task.gathered().claims();
    if (claims.holder(ask.question()).isEmpty()
        && claims.fault(ask.question(), task::underWay).isEmpty()) {
      interpreter.emit(
          new TaskEvent.QuestionClaimed(
              new Asked(work.assignment(), ask.call(), ask.place()),
              ask.question(),
              interpreter.now()));
    }
  }

  private void call(Work work, Ask.OfRole called) {
    var asked = new Asked(work.assignment(), called.call(), called.place());
    if (!work.calls().hold(asked)) {
      new CallRunner(interpreter, frame).call(work, called);
    }
  }

  private void askPeople(Work work, Ask.OfPerson question) {
    var request = request(work, question);
    var asked = new Asked(work.assignment(), question.call(), question.place());
    new ApprovalRunner(interpreter, frame).request(work, read(request), asked);
  }

  private static ObjectNode request(Work work, Ask.OfPerson question) {
    var request = JsonNodeFactory.instance.objectNode();
    request.put("question", question.question());
    request.putObject("details").put("role", work.role());
    request.set("form", question.form());
    return request.put("expiresInSeconds", question.seconds());
  }

  /** A form that cannot be used must not keep the question from people. */
  private static ApprovalRequest read(ObjectNode request) {
    try {
      return ApprovalRequest.read(request);
    } catch (EvaluationFailure unusableForm) {
      request.remove("form");
      return ApprovalRequest.read(request);
    }
  }
}
