package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.troupe.agents.Budget;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.task.TaskCommand.AcceptChild;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the step that a task was what became of it: an execution comes back with that, another one
 * with what it returned.
 */
final class ChildRunner {
  private final Interpreter interpreter;
  private final AcceptChild ended;
  private final TaskView child;
  private final AnswerRunner answers;

  ChildRunner(Interpreter interpreter, AcceptChild ended) {
    this.interpreter = interpreter;
    this.ended = ended;
    this.child = ended.child();
    this.answers = new AnswerRunner(interpreter, ended.steps());
  }

  /** False if nobody waits for it. */
  boolean ended() {
    var failure = child.failure();
    var execution = execution(failure);
    if (failure == null || child.output() != null) {
      var output = execution.map(by -> by.succeeded(child, isTextual())).orElseGet(this::output);
      return answers.returned(returned(output));
    }
    return answers.failed(
        execution.isPresent()
            ? failed(ErrorNames.TASK_FAILED, execution.get().failed(child))
            : failed(failure.type(), failure.cause()));
  }

  private Optional<Execution> execution(TaskView.@Nullable Failure failure) {
    return work()
        .filter(Work::isExecution)
        // It spent this task's budget: as a failed execution it would only be tried again.
        .filter(_ -> failure == null || !Budget.isExhausted(failure.type()))
        .map(work -> new Execution(work.input().json()));
  }

  private Optional<Work> work() {
    return answers.awaited(ended.assignment(), ended.attempt());
  }

  private AcceptReturn returned(JsonNode output) {
    return new AcceptReturn(
        ended.assignment(),
        ended.attempt(),
        output,
        0,
        child.usage(),
        ended.now(),
        ended.seed(),
        child.engine(),
        null,
        ended.untrusted());
  }

  private AcceptFailure failed(String error, String cause) {
    return new AcceptFailure(
        ended.assignment(),
        ended.attempt(),
        error,
        cause,
        child.usage(),
        ended.now(),
        ended.seed(),
        child.engine(),
        ended.untrusted());
  }

  private JsonNode output() {
    if (work().filter(Work::isGiven).isPresent()) {
      return GivenWorkflow.succeeded(child);
    }
    return child.output() == null ? NullNode.getInstance() : child.output();
  }

  private boolean isTextual() {
    return interpreter
        .running()
        .frameOf(ended.assignment())
        .map(frame -> interpreter.machine(frame).state(frame.visit().state()))
        .filter(
            state -> state instanceof State.TaskState task && Execution.isTextFor(task.resource()))
        .isPresent();
  }
}
