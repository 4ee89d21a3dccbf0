package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State;
import dev.troupe.supervisor.workflow.State.ChoiceState;
import dev.troupe.supervisor.workflow.State.FailState;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.PassState;
import dev.troupe.supervisor.workflow.State.SucceedState;
import dev.troupe.supervisor.workflow.State.TaskState;
import dev.troupe.supervisor.workflow.Template;
import dev.troupe.supervisor.workflow.Transition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what a state says, on entering it and once its result is there. */
final class StateRunner {
  private final Interpreter interpreter;
  private final Frame frame;
  private final Visit visit;
  private final State state;
  private final Scopes scopes;

  StateRunner(Interpreter interpreter, Frame frame, Visit visit) {
    this.interpreter = interpreter;
    this.frame = frame;
    this.visit = visit;
    this.state = interpreter.machine(frame).state(visit.state());
    this.scopes = new Scopes(interpreter, frame);
  }

  void run() {
    var input = visit.input().json();
    switch (state) {
      case TaskState task -> new StepRunner(interpreter, frame).assign(task, scopes.of(input));
      case MapState map -> startMap(map, scopes.of(input));
      case ChoiceState choice -> choose(choice, scopes.of(input));
      case PassState pass ->
          exit(pass.output(), pass.assign(), input, scopes.of(input), pass.transition());
      case SucceedState succeed ->
          exit(succeed.output(), Map.of(), input, scopes.of(input), succeed.transition());
      case FailState fail -> fail(fail, scopes.of(input));
    }
  }

  /** The work of a Task or Map is done. */
  void complete(JsonNode result) {
    var scope = scopes.withResult(visit.input().json(), result);
    switch (state) {
      case TaskState task -> exit(task.output(), task.assign(), result, scope, task.transition());
      case MapState map -> exit(map.output(), map.assign(), result, scope, map.transition());
      case ChoiceState _, PassState _, SucceedState _, FailState _ ->
          throw new IllegalStateException("State '%s' has no result".formatted(visit.state()));
    }
  }

  private void startMap(MapState map, Scope scope) {
    var items = map.items() == null ? scope.input() : map.items().evaluate(scope, "Items");
    if (!items.isArray()) {
      throw new EvaluationFailure(
          "States.QueryEvaluationError",
          "The items of Map state '%s' must be an array.".formatted(visit.state()));
    }
    interpreter.emit(
        new TaskEvent.MapStarted(
            frame.number(),
            visit.state(),
            interpreter.write(items),
            MapRunner.concurrency(map, scope),
            interpreter.now()));
  }

  private void choose(ChoiceState choice, Scope scope) {
    for (var rule : choice.rules()) {
      var holds = rule.condition().evaluate(scope, "Condition");
      if (!holds.isBoolean()) {
        throw new EvaluationFailure(
            "States.QueryEvaluationError",
            "A condition of Choice state '%s' must be true or false.".formatted(visit.state()));
      }
      if (holds.booleanValue()) {
        var next = new Transition.Next(rule.next());
        exit(rule.output(), rule.assign(), scope.input(), scope, next);
        return;
      }
    }
    if (choice.otherwise() == null) {
      throw new EvaluationFailure(
          ErrorNames.NO_CHOICE_MATCHED,
          "No choice of state '%s' holds, and it has no Default.".formatted(visit.state()));
    }
    var next = new Transition.Next(choice.otherwise());
    exit(choice.output(), choice.assign(), scope.input(), scope, next);
  }

  private void fail(FailState fail, Scope scope) {
    new FailureRunner(interpreter, frame)
        .fail(text(fail.error(), scope, "Error"), text(fail.cause(), scope, "Cause"), false);
  }

  private static String text(@Nullable Template template, Scope scope, String field) {
    return template == null ? "" : template.evaluate(scope, field).asText();
  }

  /**
   * @param otherwise the output where the state has no Output of its own
   */
  void exit(
      @Nullable Template output,
      Map<String, Template> assign,
      JsonNode otherwise,
      Scope scope,
      Transition transition) {
    var exitWith = output == null ? otherwise : output.evaluate(scope, "Output");
    Map<String, Value> assigned = new HashMap<>();
    for (var variable : assign.entrySet()) {
      var value = variable.getValue().evaluate(scope, "Assign/" + variable.getKey());
      assigned.put(variable.getKey(), interpreter.write(value));
    }
    interpreter.emit(
        new TaskEvent.StateExited(
            frame.number(),
            visit.state(),
            interpreter.write(exitWith),
            assigned,
            next(transition),
            outcome(transition),
            interpreter.now()));
  }

  private static @Nullable String next(Transition transition) {
    return switch (transition) {
      case Transition.Next(var state) -> state;
      case Transition.End _ -> null;
    };
  }

  private static @Nullable Outcome outcome(Transition transition) {
    return switch (transition) {
      case Transition.Next _ -> null;
      case Transition.End(var outcome) -> outcome;
    };
  }
}
