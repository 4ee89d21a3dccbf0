package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.Position.Branching;
import dev.troupe.supervisor.task.Position.Entered;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a task and the tasks that it starts within one limit of steps: each is lent an even share
 * of what is left, and what it does not take comes back with it.
 */
final class SharedSteps {
  private final Interpreter interpreter;

  SharedSteps(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  static boolean areShared(Terms terms) {
    return Boolean.TRUE.equals(terms.limits().shared());
  }

  /** How many steps of its run a task may still take, or lend. */
  static int left(Running running) {
    return Math.max(0, running.terms().limits().steps() - inRun(running));
  }

  /** How many steps a task has taken or lent in its run. */
  static int inRun(Running running) {
    return running.progress().steps() - running.terms().run().stepsBefore();
  }

  static String exhausted(Running running) {
    var terms = running.terms();
    var steps = terms.limits().steps();
    var counted = steps == 1 ? "1 step" : "%d steps".formatted(steps);
    if (!areShared(terms)) {
      return "The task has used up its %s.".formatted(counted);
    }
    return terms.parent() == null
        ? "The task has used up its %s, those of the tasks that it started among them."
            .formatted(counted)
        : "The task has used up the %s that the one which started it could lend: limits.steps of that one holds for all of them together."
            .formatted(counted);
  }

  /**
   * What a task that is started now may take; null where it has a limit for itself.
   *
   * @param own steps that starting it takes
   */
  @Nullable Integer share(int own) {
    var running = interpreter.running();
    return areShared(running.terms())
        ? Math.ceilDiv(Math.max(0, left(running) - own), claims(running))
        : null;
  }

  /** Whoever may yet want steps: open branches, and those that have not begun. */
  private static int claims(Running running) {
    var lent = running.progress().lent().open();
    var claims = 0;
    for (var frame : running.frames().values()) {
      if (frame.position() instanceof Branching branching) {
        claims += branching.toStart();
      } else if (frame.position().atWork().noneMatch(work -> lent.containsKey(work.assignment()))) {
        claims++;
      }
    }
    return Math.max(1, claims);
  }

  boolean holdBack(Frame frame) {
    return othersHaveAll(interpreter.running()) && wantsSteps(frame);
  }

  /** Nothing is left as long as others have it: what they do not take comes back. */
  static boolean othersHaveAll(Running running) {
    return areShared(running.terms())
        && left(running) == 0
        && !running.progress().lent().open().isEmpty();
  }

  private boolean wantsSteps(Frame frame) {
    return switch (frame.position()) {
      case Entered(var visit) ->
          interpreter.machine(frame).state(visit.state()) instanceof TaskState;
      case Branching branching ->
          !branching.isDone()
              && interpreter.machine(frame).state(branching.visit().state()) instanceof MapState map
              && map.ofItem() != null;
      case Position.Starting _,
          Position.Arriving _,
          Position.Working _,
          Position.Returned _,
          Position.Failed _,
          Position.Pausing _,
          Position.Waiting _,
          Position.Elapsed _,
          Position.Left _ ->
          false;
    };
  }
}
