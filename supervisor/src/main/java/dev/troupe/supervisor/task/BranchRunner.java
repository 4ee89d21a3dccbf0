package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.supervisor.task.Position.Branching;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.ParallelState;
import dev.troupe.supervisor.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** Starts the branches of a Map or Parallel, and gathers their results. */
final class BranchRunner {
  /** How many items of one Map are open at a time, whatever its definition allows. */
  static final int CONCURRENCY_AT_MOST = 40;

  private final Interpreter interpreter;
  private final Frame frame;
  private final Visit visit;

  BranchRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
    this.visit = frame.visit();
  }

  void start(ParallelState parallel, Scope scope) {
    var selected = parallel.flow().select(scope);
    var input = parallel.flow().arguments(scope.with(selected));
    interpreter.emit(
        new TaskEvent.ParallelStarted(
            frame.number(),
            visit.state(),
            interpreter.write(frame, input),
            parallel.branches().size(),
            interpreter.now()));
  }

  void start(MapState map, Scope raw) {
    var scope = raw.with(map.flow().select(raw));
    var items = map.items().in(scope);
    var concurrency = concurrency(map, scope);
    var given =
        map.batches() == null
            ? items
            : Batching.of(map.batches(), scope, each -> item(map, scope, each, items), items);
    begin(map, scope, given, concurrency);
  }

  /** In the service's order: a bad tolerance is found when the Map has begun. */
  private void begin(MapState map, Scope scope, JsonNode items, int concurrency) {
    try {
      begin(items, concurrency, tolerated(map, scope, items.size()));
    } catch (EvaluationFailure ofTolerance) {
      begin(items, concurrency, null);
      throw ofTolerance;
    }
  }

  private void begin(JsonNode items, int concurrency, @Nullable Integer tolerated) {
    interpreter.emit(
        new TaskEvent.MapStarted(
            frame.number(),
            visit.state(),
            interpreter.write(frame, items),
            concurrency,
            tolerated,
            interpreter.now()));
  }

  private static int concurrency(MapState map, Scope scope) {
    if (map.maxConcurrency() == null) {
      return CONCURRENCY_AT_MOST;
    }
    // Zero is the language's way to say "no limit".
    var allowed = map.maxConcurrency().whole(scope, 0);
    return allowed == 0 ? CONCURRENCY_AT_MOST : (int) Math.min(allowed, CONCURRENCY_AT_MOST);
  }

  /** The lower of the two bounds; null where none is given. */
  private static @Nullable Integer tolerated(MapState map, Scope scope, int items) {
    var tolerance = map.tolerance();
    if (tolerance.count() == null && tolerance.percentage() == null) {
      return null;
    }
    long count = tolerance.count() == null ? items : tolerance.count().whole(scope, 0);
    var share = tolerance.percentage() == null ? 100 : tolerance.percentage().percentage(scope);
    return (int) Math.min(Math.min(count, items), (long) Math.floor(share * items / 100));
  }

  void run(Branching branching) {
    if (branching.isDone()) {
      gather(branching);
    } else {
      startNext(branching);
    }
  }

  private void gather(Branching branching) {
    var results = JsonNodeFactory.instance.arrayNode(branching.results().size());
    branching.results().values().forEach(result -> results.add(result.json()));
    new StateRunner(interpreter, frame, visit).complete(results);
  }

  private void startNext(Branching branching) {
    var index = branching.next();
    if (interpreter.machine(frame).state(visit.state()) instanceof MapState map
        && map.ofItem() != null) {
      startChild(map.ofItem(), index, input(branching, index));
      return;
    }
    interpreter.emit(
        new TaskEvent.BranchStarted(
            interpreter.running().progress().frames() + 1,
            frame.number(),
            visit.state(),
            index,
            interpreter.write(frame, input(branching, index)),
            interpreter.now()));
  }

  private void startChild(Workflow workflow, int index, JsonNode input) {
    StepRunner.checkDepth(interpreter);
    interpreter.emit(
        new TaskEvent.ChildStarted(
            interpreter.running().progress().assignments() + 1,
            frame.number(),
            visit.state(),
            index,
            workflow.hash(),
            interpreter.write(frame, input),
            new SharedSteps(interpreter).share(0),
            interpreter.running().untrusted() ? true : null,
            interpreter.now()));
  }

  private JsonNode input(Branching branching, int index) {
    return switch (interpreter.machine(frame).state(visit.state())) {
      case MapState map when map.batches() == null -> {
        var raw = new Scopes(interpreter, frame).of(visit.input().json());
        var scope = raw.with(map.flow().select(raw));
        yield item(map, scope, index, branching.input().json());
      }
      case MapState _ -> branching.input().json().path(index);
      case State _ -> branching.input().json();
    };
  }

  private JsonNode item(MapState map, Scope scope, int index, JsonNode items) {
    var item = items.path(index);
    return map.itemSelector() == null
        ? item
        : map.itemSelector()
            .evaluate(new Scopes(interpreter, frame).ofItem(scope, index, item), "ItemSelector");
  }

  /** One branch has failed. The others go on, if that is tolerated. */
  void onFailed(String error, String cause) {
    if (!(frame.position() instanceof Branching branching)) {
      throw new IllegalStateException("Frame %d has no branches".formatted(frame.number()));
    }
    if (branching.failed() > branching.tolerated()) {
      abort();
      var left = interpreter.running().frame(frame.number());
      new FailureRunner(interpreter, left).fail(error(branching, error), cause, true);
    }
  }

  /** Ends what the branches that are still open do. */
  void abort() {
    cancelChildren(interpreter.running().frame(frame.number()));
    for (var branch : interpreter.running().branches(frame.number())) {
      cancelWork(branch);
      interpreter.emit(new TaskEvent.BranchAborted(branch.number(), interpreter.now()));
    }
  }

  private void cancelWork(Frame branch) {
    if (branch.position() instanceof Position.Working(_, var work)) {
      new ApprovalClosing(interpreter).of(work);
      interpreter.emit(new TaskEvent.AssignmentCancelled(work.assignment(), interpreter.now()));
    }
    cancelChildren(branch);
    interpreter.running().branches(branch.number()).forEach(this::cancelWork);
  }

  private void cancelChildren(Frame map) {
    if (map.position() instanceof Branching branching) {
      branching
          .items()
          .open()
          .values()
          .forEach(child ->
              interpreter.emit(
                  new TaskEvent.AssignmentCancelled(child.assignment(), interpreter.now())));
    }
  }

  /** The error by which the state fails when too many branches have. */
  private String error(Branching branching, String ofBranch) {
    var isBeyondThreshold =
        branching.tolerated() > 0
            && interpreter.machine(frame).state(visit.state()) instanceof MapState;
    return isBeyondThreshold ? ErrorNames.EXCEED_TOLERATED_FAILURE_THRESHOLD : ofBranch;
  }
}
