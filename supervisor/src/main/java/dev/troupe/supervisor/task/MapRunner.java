package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.supervisor.task.Position.Mapping;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State.MapState;

/** Starts the branches of a Map, and gathers their results. */
final class MapRunner {
  /** How many branches of one Map are open at a time, whatever its definition allows. */
  static final int CONCURRENCY_AT_MOST = 40;

  private final Interpreter interpreter;
  private final Frame frame;
  private final Mapping mapping;

  MapRunner(Interpreter interpreter, Frame frame, Mapping mapping) {
    this.interpreter = interpreter;
    this.frame = frame;
    this.mapping = mapping;
  }

  void run() {
    if (mapping.isDone()) {
      gather();
    } else {
      startNext();
    }
  }

  private void gather() {
    var results = JsonNodeFactory.instance.arrayNode(mapping.results().size());
    mapping.results().values().forEach(result -> results.add(result.json()));
    new StateRunner(interpreter, frame, mapping.visit()).complete(results);
  }

  private void startNext() {
    var index = mapping.started();
    var item = mapping.items().json().path(index);
    var visit = mapping.visit();
    var state = interpreter.machine(frame).state(visit.state());
    var selector = state instanceof MapState map ? map.itemSelector() : null;
    var scope = new Scopes(interpreter, frame).ofItem(visit.input().json(), index, item);
    var input = selector == null ? item : selector.evaluate(scope, "ItemSelector");
    interpreter.emit(
        new TaskEvent.BranchStarted(
            interpreter.running().progress().frames() + 1,
            frame.number(),
            visit.state(),
            index,
            interpreter.write(input),
            interpreter.now()));
  }

  static int concurrency(MapState map, Scope scope) {
    if (map.maxConcurrency() == null) {
      return CONCURRENCY_AT_MOST;
    }
    var allowed = map.maxConcurrency().evaluate(scope, "MaxConcurrency");
    if (!allowed.isIntegralNumber() || allowed.longValue() < 0) {
      throw new EvaluationFailure(
          "States.QueryEvaluationError", "MaxConcurrency must be a whole number from 0.");
    }
    // Zero is the language's way to say "no limit".
    return allowed.longValue() == 0
        ? CONCURRENCY_AT_MOST
        : (int) Math.min(allowed.longValue(), CONCURRENCY_AT_MOST);
  }
}
