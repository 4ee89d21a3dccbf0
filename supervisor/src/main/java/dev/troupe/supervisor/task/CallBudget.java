package dev.troupe.supervisor.task;

import dev.troupe.agents.Budget;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.task.CallEvent.AgentCallEnded;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import java.util.Optional;
import java.util.stream.Stream;

/** What a called agent lacks of a budget is no answer for who called it: the step lacks it. */
final class CallBudget {
  private final Interpreter interpreter;
  private final Frame frame;

  CallBudget(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  private record Lack(Work caller, Approval.Failure why) {}

  void settle() {
    if (!isPutToPeople()) {
      lacks()
          .findFirst()
          .map(Lack::why)
          .ifPresent(
              why -> new BudgetRunner(interpreter, frame).exhausted(why.error(), why.cause()));
      return;
    }
    for (var lack = ripe(); lack.isPresent(); lack = ripe()) {
      fail(lack.get());
    }
  }

  private boolean isPutToPeople() {
    var budget = interpreter.running().terms().limits().budget();
    return budget != null && budget.exhaustion() == Budget.Exhaustion.ASK;
  }

  /** Who else was called comes to its end first: nothing that was paid for is given up. */
  private Optional<Lack> ripe() {
    return lacks().filter(lack -> !lack.caller().calls().areOpen()).findFirst();
  }

  private Stream<Lack> lacks() {
    return step().stream()
        .flatMap(Work::tree)
        .flatMap(work -> work.calls().lackOfBudget().map(why -> new Lack(work, why)).stream());
  }

  private Optional<Work> step() {
    return interpreter.running().frame(frame.number()).position() instanceof Working(_, var step)
        ? Optional.of(step)
        : Optional.empty();
  }

  /** What it has used itself is told with its next attempt. */
  private void fail(Lack lack) {
    var caller = lack.caller();
    var error = lack.why().error();
    var cause = lack.why().cause();
    var now = interpreter.now();
    interpreter.emit(
        step().filter(step -> step.assignment() == caller.assignment()).isPresent()
            ? new StepFailed(caller.assignment(), caller.attempt(), error, cause, Usage.NONE, now)
            : new AgentCallEnded(
                caller.assignment(), null, error, cause, 0, Usage.NONE, null, null, now));
  }
}
