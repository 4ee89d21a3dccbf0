package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.workflow.DataFlow;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State;
import dev.troupe.supervisor.workflow.State.ChoiceState;
import dev.troupe.supervisor.workflow.State.FailState;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.ParallelState;
import dev.troupe.supervisor.workflow.State.PassState;
import dev.troupe.supervisor.workflow.State.SucceedState;
import dev.troupe.supervisor.workflow.State.TaskState;
import dev.troupe.supervisor.workflow.State.WaitState;
import dev.troupe.supervisor.workflow.Template;
import dev.troupe.supervisor.workflow.Transition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what a state says, on entering it and once its result is there. */
final class StateRunner {
  /** The language's bound of all variables of an execution, in every branch. */
  static final long VARIABLE_BYTES_AT_MOST = 10L * 1024 * 1024;

  private final Interpreter interpreter;
  private final Frame frame;
  private final Visit visit;
  private final State state;
  private final Scope scope;

  StateRunner(Interpreter interpreter, Frame frame, Visit visit) {
    this.interpreter = interpreter;
    this.frame = frame;
    this.visit = visit;
    this.state = interpreter.machine(frame).state(visit.state());
    this.scope = new Scopes(interpreter, frame).of(visit.input().json());
  }

  void run() {
    switch (state) {
      case TaskState task -> new StepRunner(interpreter, frame).assign(task, scope);
      case ParallelState parallel -> new BranchRunner(interpreter, frame).start(parallel, scope);
      case MapState map -> new BranchRunner(interpreter, frame).start(map, scope);
      case ChoiceState choice -> choose(choice);
      case PassState pass -> pass(pass);
      case WaitState wait -> begin(wait);
      case SucceedState succeed ->
          exit(succeed.flow(), Map.of(), succeed.flow().select(scope), scope, succeed.transition());
      case FailState fail -> fail(fail);
    }
  }

  /** The work of a Task is done, or all branches of a Map or Parallel. */
  void complete(JsonNode result) {
    var withResult = scope.withResult(result);
    switch (state) {
      case TaskState task ->
          exit(task.flow(), task.assign(), result, withResult, task.transition());
      case ParallelState parallel ->
          exit(parallel.flow(), parallel.assign(), result, withResult, parallel.transition());
      case MapState map -> exit(map.flow(), map.assign(), result, withResult, map.transition());
      case ChoiceState _, PassState _, WaitState _, SucceedState _, FailState _ ->
          throw new IllegalStateException("State '%s' has no result".formatted(visit.state()));
    }
  }

  /** A Wait state's time has come. */
  void elapse() {
    if (state instanceof WaitState wait) {
      exit(wait.flow(), wait.assign(), wait.flow().select(scope), scope, wait.transition());
    }
  }

  private void begin(WaitState wait) {
    var until = wait.delay().until(scope.with(wait.flow().select(scope)));
    if (until.isAfter(interpreter.now())) {
      interpreter.emit(
          new TaskEvent.TimerStarted(frame.number(), visit.state(), until, interpreter.now()));
    } else {
      elapse();
    }
  }

  private void pass(PassState pass) {
    var selected = pass.flow().select(scope);
    var result =
        pass.result() == null ? pass.flow().arguments(scope.with(selected)) : pass.result();
    exit(pass.flow(), pass.assign(), result, scope, pass.transition());
  }

  private void choose(ChoiceState choice) {
    var selected = choice.flow().select(scope);
    for (var rule : choice.rules()) {
      if (rule.condition().holds(scope.with(selected))) {
        var next = new Transition.Next(rule.next());
        var flow = rule.flow() == null ? ofRule(choice.flow()) : rule.flow();
        exit(flow, rule.assign(), selected, scope, next);
        return;
      }
    }
    if (choice.otherwise() == null) {
      throw new EvaluationFailure(
          ErrorNames.NO_CHOICE_MATCHED,
          "No choice of state '%s' holds, and it has no Default.".formatted(visit.state()));
    }
    var next = new Transition.Next(choice.otherwise());
    exit(choice.flow(), choice.assign(), selected, scope, next);
  }

  /** In JSONata a state's Output is that of its Default; in JSONPath OutputPath is for all. */
  private static DataFlow ofRule(DataFlow ofState) {
    return switch (ofState) {
      case DataFlow.OfJsonata _ -> new DataFlow.OfJsonata(null, null);
      case DataFlow.OfJsonPath flow -> flow;
    };
  }

  private void fail(FailState fail) {
    new FailureRunner(interpreter, frame)
        .fail(text(fail.error(), "Error"), text(fail.cause(), "Cause"), false);
  }

  private String text(@Nullable Template template, String field) {
    return template == null ? "" : template.evaluate(scope, field).asText();
  }

  /**
   * @param result of the state's work; what it selected, where it does no work
   */
  void exit(
      DataFlow flow,
      Map<String, Template> assign,
      JsonNode result,
      Scope within,
      Transition transition) {
    var exit = flow.exit(within, result, seen -> evaluate(assign, seen));
    interpreter.emit(
        new TaskEvent.StateExited(
            frame.number(),
            visit.state(),
            interpreter.write(frame, exit.output()),
            written(exit.assigned()),
            next(transition),
            outcome(transition),
            interpreter.now()));
  }

  private Map<String, Value> written(Map<String, JsonNode> variables) {
    var bytes = variables.values().stream().mapToLong(JsonSize::of).sum();
    if (bytes > ContentWriter.BYTES_AT_MOST) {
      throw new EvaluationFailure(
          ErrorNames.DATA_LIMIT_EXCEEDED,
          "Assign: together its variables have %d bytes; one state may assign %d."
              .formatted(bytes, ContentWriter.BYTES_AT_MOST));
    }
    var inAll = bytes == 0 ? 0 : bytes + interpreter.running().variableBytes(frame, variables);
    if (inAll > VARIABLE_BYTES_AT_MOST) {
      throw new EvaluationFailure(
          ErrorNames.DATA_LIMIT_EXCEEDED,
          "Assign: with it all variables of the task have %d bytes; they may have %d."
              .formatted(inAll, VARIABLE_BYTES_AT_MOST));
    }
    Map<String, Value> written = new HashMap<>();
    variables.forEach((name, value) -> written.put(name, interpreter.write(frame, value)));
    return written;
  }

  private static Map<String, JsonNode> evaluate(Map<String, Template> assign, Scope seen) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    assign.forEach((name, value) -> values.put(name, value.evaluate(seen, "Assign/" + name)));
    return values;
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
